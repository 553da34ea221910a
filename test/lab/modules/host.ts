import { KEPT, type Row } from './row.ts';

/** What the host itself has. */
export const HOST: readonly Row[] = [
  {
    name: 'lineinfile: the name that the host gets next',
    task: { lineinfile: { path: '/etc/hosts', line: '127.0.1.1 {{ inventory_hostname }}.modules' } },
    after: "sed -i '/modules$/d' /etc/hosts",
    ...KEPT,
  },
  {
    name: 'hostname: in the kernel and for the next boot',
    task: { hostname: { name: '{{ inventory_hostname }}.modules', use: 'systemd' } },
    after: 'name=$(cut -d. -f1 /etc/hostname); hostname "$name"; echo "$name" >/etc/hostname',
    ...KEPT,
    proof: ['[ "$(hostname)" = "$(cat /etc/hostname)" ] && hostnamectl --static | cut -d. -f2', 'modules\n'],
  },
  {
    name: 'copy: a fact that follows from the name',
    task: { copy: { content: '{{ ansible_nodename }}', dest: '/etc/modules-name' } },
    after: 'rm -f /etc/modules-name',
    ...KEPT,
    proof: ['[ "$(cat /etc/modules-name)" = "$(hostname)" ] && echo same', 'same\n'],
  },
];
