const parameters = (key: string, value: string) => `It belongs to parameters: { ${key}: ${value} }.`;
const PORTS = 'The ports of a bridge are its interfaces.';
const FILTERING =
  'netplan makes no bridge that filters VLANs. Make each VLAN below vlans, and a bridge over each of them.';
const GATEWAY = 'Write routes: [{ to: default, via: ADDRESS }].';
const OF_BRIDGE = 'A port has no addresses of its own: give it to the bridge.';
const POLICY =
  'It cannot be said here. Write it as [RoutingPolicyRule] into /etc/systemd/network/10-netplan-NAME.network.d/policy.conf, with copy.';

/**
 * What people write for a bridge, with what it is here: words of netplan at another place, of netplan files before its
 * version 2, of interfaces(5), ip-link(8) and NetworkManager.
 */
export const BRIDGE_ADVICE: Readonly<Record<string, string>> = {
  gateway4: GATEWAY,
  gateway6: GATEWAY,
  gateway: GATEWAY,
  'vlans.gateway4': GATEWAY,
  'vlans.gateway6': GATEWAY,
  'bonds.gateway4': GATEWAY,
  'bonds.gateway6': GATEWAY,
  'routing-policy': POLICY,
  'aging-time': parameters('ageing-time', '300'),
  'parameters.ageing': parameters('ageing-time', '300'),
  ports: PORTS,
  bridge_ports: PORTS,
  slaves: PORTS,
  members: PORTS,
  vlan_filtering: FILTERING,
  'vlan-filtering': FILTERING,
  'parameters.vlan_filtering': FILTERING,
  'parameters.vlan-filtering': FILTERING,
  address: 'Write addresses: [ADDRESS/PREFIX].',
  ip: 'Write addresses: [ADDRESS/PREFIX].',
  netmask: 'An address has its prefix: addresses: [192.0.2.10/24].',
  dhcp: 'Write dhcp4: true, dhcp6: true, or both.',
  dns: 'Write nameservers: { addresses: [ADDRESS] }.',
  hwaddress: 'Write macaddress.',
  'vlans.vid': 'The number of a VLAN is its id.',
  'vlans.parent': 'The link below a VLAN is its link.',
  'vlans.interfaces': 'A VLAN has one link below it, its link.',
  'bonds.mode': 'It belongs to parameters: { mode: 802.3ad }.',
  'bonds.slaves': 'The links of a bond are its interfaces.',
  'ethernets.addresses': OF_BRIDGE,
  'ethernets.routes': OF_BRIDGE,
  'ethernets.dhcp4': OF_BRIDGE,
  'ethernets.dhcp6': OF_BRIDGE,
  'ethernets.set-name':
    'A link keeps its name here. Find it by match, and name it as you like in interfaces.',
};
