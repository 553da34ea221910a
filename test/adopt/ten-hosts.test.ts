import { expect, it } from 'vitest';
import { projectOf } from '../../src/adopt/project.ts';
import { groups, network, textOf } from './fleet.ts';

const HOSTS = Array.from({ length: 10 }, (_, index) => `hv${String(index + 1).padStart(2, '0')}`);
const INVENTORY = `
hypervisors:
  children:
    site_a: { hosts: { 'hv[01:06]': } }
    site_b: { hosts: { 'hv[07:10]': } }
`;

const lab = (n: number) => `<network>
  <name>lab</name>
  <uuid>9a05da11-e96b-47f3-8253-a3a482e44${500 + n}</uuid>
  <forward mode='nat'/>
  <bridge name='virbr10' stp='on' delay='0'/>
  ${n === 4 ? "<mtu size='9000'/>" : ''}
  <mac address='52:54:00:0a:cd:${10 + n}'/>
  <domain name='${n < 7 ? 'a' : 'b'}.example'/>
  <dns><host ip='10.20.${n}.10'><hostname>web</hostname></host></dns>
  <ip address='10.20.${n}.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='10.20.${n}.100' end='10.20.${n}.${n === 8 ? 150 : 199}'/>
      <host mac='52:54:00:00:${10 + n}:01' name='web' ip='10.20.${n}.10'/>
    </dhcp>
  </ip>
</network>`;
const lan = "<network><name>lan</name><forward mode='bridge'/><bridge name='br0'/></network>";
const storage = (n: number) => `<network>
  <name>storage</name><bridge name='virbr20' stp='on' delay='0'/>
  <ip family='ipv6' address='fd00:${n}::1' prefix='64'/>
</network>`;

const resources = HOSTS.flatMap((host, index) => [
  network(host, lab(index + 1), { autostart: index !== 8 }),
  network(host, lan),
  ...(index < 2 ? [network(host, storage(index + 1))] : []),
]);

it('ten hosts that differ by values get one playbook, and the same for the same hosts', () => {
  const project = projectOf(resources, groups(INVENTORY, HOSTS), 'hypervisors');
  expect(textOf(project)).toBe(EXPECTED);
  const again = projectOf(resources.toReversed(), groups(INVENTORY, HOSTS), 'hypervisors');
  expect(textOf(again)).toBe(EXPECTED);
});

const hostVars = (n: number) => [
  `=== host_vars/${HOSTS[n - 1]}.yaml`,
  '# Network lab',
  `lab_subnet: 10.20.${n}.0/24`,
  ...(n === 9 ? ['lab_autostart: false'] : []),
  ...(n === 4 ? ['lab_mtu: 9000'] : []),
  ...(n === 8 ? ['lab_range_end: 10.20.8.150'] : []),
  'lab_reservations:',
  `  - { mac: "52:54:00:00:${10 + n}:01", name: web, ip: 10.20.${n}.10 }`,
  ...(n < 3 ? ['', '# Network storage', `storage_subnet: "fd00:${n}::/64"`] : []),
];

const EXPECTED = `=== site.yaml
# What virtfleet adopt found. It is yours from now on: edit it, and see with drift and run --check what that means.

- name: Networks
  hosts: hypervisors
  tasks:
    - name: Network lab
      network:
        name: lab
        autostart: "{{ lab_autostart | default(omit) }}"
        forward: { mode: nat }
        bridge: { name: virbr10 }
        mtu: "{{ lab_mtu | default(omit) }}"
        domain: { name: "{{ lab_domain }}" }
        dns:
          host:
            - { ip: "{{ host(lab_subnet, 10) }}", hostname: web }
        ip:
          address: "{{ host(lab_subnet, 1) }}"
          netmask: 255.255.255.0
          dhcp:
            range: { start: "{{ host(lab_subnet, 100) }}", end: "{{ lab_range_end }}" }
            host: "{{ lab_reservations }}"

    - name: Network lan
      network:
        name: lan
        forward: { mode: bridge }
        bridge: { name: br0 }

- name: "Networks of hv01, hv02"
  hosts: [hv01, hv02]
  tasks:
    - name: Network storage
      network:
        name: storage
        bridge: { name: virbr20 }
        ip: { address: "{{ host(storage_subnet, 1) }}/64" }
=== group_vars/hypervisors.yaml
# Network lab
lab_domain: a.example # except site_b
lab_range_end: "{{ host(lab_subnet, 199) }}" # except hv08
=== group_vars/site_b.yaml
# Network lab
lab_domain: b.example
${HOSTS.flatMap((_, index) => hostVars(index + 1)).join('\n')}
`;
