import type { Fault } from '../fault.ts';

const STOP =
  'for unit in libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service; do systemctl stop $unit; done';

/** What keeps all networks of a host from working. */
export const HOSTS: readonly Fault[] = [
  { name: 'libvirt is stopped', inject: STOP, cause: 'libvirt-down', hides: true, part: 'host' },
  {
    name: 'libvirt is masked',
    inject: `${STOP}; systemctl mask libvirtd.service libvirtd.socket libvirtd-ro.socket`,
    cause: 'libvirt-down',
    hides: true,
    part: 'host',
  },
  {
    name: 'the kernel forwards nothing',
    inject: 'echo 0 >/proc/sys/net/ipv4/ip_forward',
    cause: 'ip-forward-off',
    mends: true,
    part: 'host',
  },
  {
    name: 'the host has no default route',
    inject: 'ip route delete default',
    cause: 'no-way-out',
    part: 'host',
  },
];
