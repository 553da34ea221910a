import { expect, it } from 'vitest';
import { projectOf } from '../../src/adopt/project.ts';
import { groups, network, textOf } from './fleet.ts';

const HOSTS = ['hv01', 'hv02'];
const inventory = 'hypervisors: { hosts: { hv01: , hv02: } }';
const vlan = (id: number) => `<network>
  <name>vlan${id}</name><forward mode='bridge'/><bridge name='br${id}'/><virtualport type='openvswitch'/>
  <portgroup name='all' default='yes'/>
</network>`;
const nat = (id: number) => `<network>
  <name>nat${id}</name><forward mode='nat'/><bridge name='virbr${id}' stp='on' delay='0'/>
  <ip address='10.0.${id}.1' prefix='24'><dhcp><range start='10.0.${id}.10' end='10.0.${id}.99'/></dhcp></ip>
</network>`;

it('networks of a host that are equal but for a few values are one task for a table of these', () => {
  const resources = HOSTS.flatMap((host) => [
    ...[10, 20, 30].map((id) => network(host, vlan(id))),
    ...[1, 2, 3].map((id) => network(host, nat(id))),
    network(host, "<network><name>lan</name><forward mode='bridge'/><bridge name='br0'/></network>"),
  ]);
  expect(textOf(projectOf(resources, groups(inventory, HOSTS), 'hypervisors'))).toBe(`=== site.yaml
# What virtfleet adopt found. It is yours from now on: edit it, and see with drift and run --check what that means.

- name: Networks
  hosts: hypervisors
  tasks:
    - name: Network lan
      network:
        name: lan
        forward: { mode: bridge }
        bridge: { name: br0 }

    - name: "Networks nat1, nat2, nat3"
      network:
        name: "{{ item.name }}"
        forward: { mode: nat }
        bridge: { name: "{{ item.bridge }}" }
        ip:
          address: "{{ host(item.subnet, 1) }}/24"
          dhcp:
            range: { start: "{{ host(item.subnet, 10) }}", end: "{{ host(item.subnet, 99) }}" }
      loop:
        - { name: nat1, subnet: 10.0.1.0/24, bridge: virbr1 }
        - { name: nat2, subnet: 10.0.2.0/24, bridge: virbr2 }
        - { name: nat3, subnet: 10.0.3.0/24, bridge: virbr3 }

    - name: "Networks vlan10, vlan20, vlan30"
      network:
        name: "{{ item.name }}"
        forward: { mode: bridge }
        bridge: { name: "{{ item.bridge }}" }
        virtualport: openvswitch
        portgroup:
          - { name: all, default: true }
      loop:
        - { name: vlan10, bridge: br10 }
        - { name: vlan20, bridge: br20 }
        - { name: vlan30, bridge: br30 }
`);
});

it('two of a kind, and what differs in much, stay by themselves', () => {
  const resources = [vlan(10), vlan(20), nat(1)].map((xml) => network('hv01', xml));
  const text = textOf(projectOf(resources, groups(inventory, ['hv01']), 'hv01'));
  expect(text.match(/- name: Network.*/g)).toEqual([
    '- name: Networks',
    '- name: Network nat1',
    '- name: Network vlan10',
    '- name: Network vlan20',
  ]);
});
