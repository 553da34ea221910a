/** The files of a new project, by their paths; without an inventory where the user has one. */
export function starterFiles(hasInventory: boolean): Record<string, string> {
  return {
    ...(!hasInventory && { 'inventory.yaml': HOSTS }),
    'site.yaml': site(hasInventory ? 'all' : 'hypervisors'),
    'templates/managed.j2': TEMPLATE,
  };
}

const HOSTS = `# The hosts. How ssh reaches them may also stand in ~/.ssh/config.
hypervisors:
  hosts:
    hv01:
      ansible_host: 192.0.2.11
  vars:
    ansible_user: root
    guest_subnet: 10.10.10.0/24
`;

function site(hosts: string): string {
  return `- name: Guest networks
  hosts: ${hosts}
  become: true
  vars:
    # The inventory may set another one for a group or a host.
    subnet: "{{ guest_subnet | default('10.10.10.0/24') }}"
  tasks:
    - name: Forward packets between networks
      sysctl: { key: net.ipv4.ip_forward, value: 1 }

    - name: A network with NAT for guests
      network:
        name: guests
        forward: { mode: nat }
        bridge: { name: virbr10 }
        ip:
          address: "{{ subnet | ansible.utils.nthhost(1) }}/{{ subnet | ansible.utils.ipaddr('prefix') }}"
          dhcp:
            range:
              start: "{{ subnet | ansible.utils.nthhost(100) }}"
              end: "{{ subnet | ansible.utils.nthhost(200) }}"

    - name: Say who manages this host
      template: { src: managed.j2, dest: /etc/managed-by, mode: "0644" }
`;
}

const TEMPLATE = `{{ inventory_hostname }} is managed by Virtfleet.
Its guests are in {{ subnet }}.
`;
