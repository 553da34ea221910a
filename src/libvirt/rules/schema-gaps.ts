import type { Element } from '../model/element.ts';
import { network as declaration, type Network } from '../model/network.ts';
import { applyRules } from './rule.ts';
import { VERSION_RULES } from './versions.ts';

const DEVICE = /^[\w.\-\\:/]+$/;
const DNS_NAME = /^[A-Za-z0-9.-]+$/;
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** RFC 8415, section 11, as far as the schema follows it: types 1 to 4, with hardware and a length that fit. */
const DUID = new RegExp(
  [
    '^0{1,2}:0?1:0{1,2}:0?[a-f1-9](:[0-9a-f]{1,2}){10,12}$',
    '^0{1,2}:0?2(:[0-9a-f]{1,2}){5,128}$',
    '^0{1,2}:0?3:0{1,2}:0?[a-f1-9](:[0-9a-f]{1,2}){6,8}$',
    '^0{1,2}:0?4(:[0-9a-f]{1,2}){16}$',
  ].join('|'),
  'i',
);

/** Values that libvirt takes and network.rng, of 9.0 or 11.3, does not: what it has to match to be in the schema. */
const NARROWER: Readonly<Record<string, RegExp>> = {
  title: /./,
  'forward.mode': /^(?!none$)/,
  'forward.dev': DEVICE,
  'forward.interface.dev': DEVICE,
  'forward.pf.dev': DEVICE,
  'bridge.name': DEVICE,
  'bridge.zone': /^[\w-]+$/,
  'mac.address': MAC,
  'domain.name': DNS_NAME,
  'dns.forwarder.domain': DNS_NAME,
  'dns.txt.name': DNS_NAME,
  'dns.srv.domain': DNS_NAME,
  'dns.srv.protocol': /^(tcp|udp)$/,
  'dns.host.hostname': DNS_NAME,
  'ip.dhcp.host.mac': MAC,
  'ip.dhcp.host.id': DUID,
  'ip.dhcp.bootp.file': /./,
  'ip.dhcp.bootp.server': DNS_NAME,
  'vlan.trunk': /^yes$/,
  'portgroup.name': DEVICE,
  'portgroup.vlan.trunk': /^yes$/,
};

/**
 * Whether libvirt's own schema refuses a definition although libvirt takes it: a TXT record `_acme-challenge`, a
 * portgroup `two words`. Then `net-define --validate` cannot be asked.
 */
export function isBeyondSchema(network: Network): boolean {
  const { forward, ip = [], portgroup = [] } = network;
  const ports = [network, ...portgroup];
  const rates = ports.flatMap(({ bandwidth }) =>
    [bandwidth?.inbound, bandwidth?.outbound].flatMap((way) => [way?.average ?? 0, way?.peak ?? 0]),
  );
  return (
    rates.some((rate) => rate > 0xffffffff) ||
    (forward?.driver !== undefined && forward.driver.name === undefined) ||
    ip.some(({ dhcp }) => dhcp?.host?.some(({ mac, id }) => mac !== undefined && id !== undefined)) ||
    ports.some(({ virtualport: port }) => port?.type === 'midonet' && !port.parameters?.interfaceid) ||
    hasNarrower(declaration, network, [])
  );
}

/** Whether the schema of every libvirt since 5.0 takes it: nothing in it is newer, and nothing beyond. */
export function isInEverySchema(network: Network): boolean {
  return !isBeyondSchema(network) && applyRules(VERSION_RULES, network, { version: [5, 0, 0] }).length === 0;
}

function hasNarrower(element: Element, model: unknown, path: readonly string[]): boolean {
  if (element.kind !== 'group') {
    const pattern = NARROWER[path.join('.')];
    return pattern !== undefined && !pattern.test(String(model));
  }
  return Object.entries(element.fields).some(([name, field]) => {
    const value = (model as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return false;
    const here = [...path, name];
    if (field.in === 'attribute') return NARROWER[here.join('.')]?.test(String(value)) === false;
    const each = field.in === 'list' ? (value as unknown[]) : [value];
    return each.some((entry) => hasNarrower(field.element, entry, here));
  });
}
