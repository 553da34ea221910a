import { networkSchema } from '../../src/libvirt/format/yaml-schema.ts';
import type { Element } from '../../src/libvirt/model/element.ts';
import { network } from '../../src/libvirt/model/network.ts';

/** An optional element or attribute, written without a value, in what else it needs to be written at all. */
export interface Empty {
  /** `bridge.zone = ""` */
  title: string;
  elements: Readonly<Record<string, unknown>>;
}

/** Every optional element and attribute of a network, each as an empty text, 0, an empty map or an empty list. */
export function empties(): Empty[] {
  const device = { title: 'forward.dev without a mode', elements: { forward: { dev: 'eth0' } } };
  return [device, ...below(network, []).filter(({ elements }) => isTaken(elements))];
}

/** Entries of the lists in which an empty attribute may stand, so that they fit the networks of the tests. */
const ENTRIES: Readonly<Record<string, object>> = {
  ip: { address: '10.97.0.1', prefix: 24 },
  'ip.dhcp.range': { start: '10.97.0.100', end: '10.97.0.200' },
  'ip.dhcp.range.lease': { expiry: 600 },
  'ip.dhcp.host': { mac: '52:54:00:97:00:01', name: 'vm1', ip: '10.97.0.10' },
  'ip.dhcp.host.lease': { expiry: 600 },
  'ip.dhcp.bootp': { file: 'pxe' },
  'dns.forwarder': { addr: '10.97.0.9' },
  'dns.txt': { name: 'a', value: 'b' },
  'dns.srv': { service: 'ldap', protocol: 'tcp', target: 'ldap.example' },
  'dns.host': { ip: '10.97.0.10', hostname: ['vm1'] },
  route: { address: '10.98.0.0', prefix: 24, gateway: '10.97.0.2' },
  portgroup: { name: 'a' },
  'vlan.tag': { id: 1 },
  'portgroup.vlan.tag': { id: 1 },
  'forward.nat.address': { start: '192.0.2.1', end: '192.0.2.2' },
  'forward.nat.port': { start: 1000, end: 2000 },
  'forward.pf': { dev: 'eth0' },
  'forward.interface': { dev: 'eth0' },
  'forward.address': { type: 'pci' },
  'dnsmasq:options.dnsmasq:option': { value: 'log-queries' },
  domain: { name: 'a.example' },
  mtu: { size: 1400 },
  mac: { address: '52:54:00:97:ff:01' },
};

function below(element: Element, at: readonly string[]): Empty[] {
  if (element.kind !== 'group') return [];
  return Object.entries(element.fields).flatMap(([name, field]) => {
    const path = [...at, name];
    const own = field.required
      ? []
      : EMPTY[field.in === 'child' ? field.element.kind : field.in].map((empty) => written(path, empty));
    return field.in === 'attribute' ? own : [...own, ...below(field.element, path)];
  });
}

const EMPTY: Readonly<Record<'attribute' | 'list' | Element['kind'], readonly unknown[]>> = {
  attribute: ['', 0],
  list: [[]],
  group: [{}],
  text: [''],
  raw: [''],
};

function written(path: readonly string[], empty: unknown): Empty {
  const title = `${path.join('.')} = ${JSON.stringify(empty)}`;
  const whole = path.reduceRight<unknown>((value, name, index) => {
    const above = path.slice(0, index).join('.');
    return { ...ENTRIES[above], [name]: value };
  }, empty);
  return { title, elements: whole as Empty['elements'] };
}

/** What the schema refuses never comes to a host. */
function isTaken(elements: Empty['elements']): boolean {
  return networkSchema.safeParse({ name: 'empty', ...elements }).success;
}
