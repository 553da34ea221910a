import { canonicalMetadata } from '../format/metadata.ts';
import type { Element, Field, Fields } from '../model/element.ts';
import type { Forward } from '../model/elements/forward.ts';
import type { Dhcp, Ip, Lease } from '../model/elements/ip.ts';
import type { Vlan } from '../model/elements/port.ts';
import { hasOwnBridge } from '../model/mode.ts';
import { type Network, network } from '../model/network.ts';

/**
 * What libvirt stores of a definition: defaults filled in, values in its spelling, empty elements gone.
 * Left out, because only the host can know them: a generated uuid, bridge name and MAC address.
 */
export function canonical(definition: Network): Network {
  const spelled = spell(network, definition) as Network;
  const { connections: _, forward, bridge, mac, vlan, metadata, ip, portgroup, ...others } = spelled;
  const stored = {
    ...others,
    ...given('metadata', metadata === undefined ? undefined : canonicalMetadata(metadata)),
    ...given('forward', forward && canonicalForward(forward)),
    ...given('bridge', canonicalBridge(spelled)),
    ...given('mac', mac && { address: canonicalMac(mac.address) }),
    ...given('vlan', vlan && canonicalVlan(vlan)),
    ...given('ip', ip?.map(canonicalIp)),
    ...given(
      'portgroup',
      portgroup?.map(({ vlan: tags, ...rest }) => ({
        ...rest,
        ...given('vlan', tags && canonicalVlan(tags)),
      })),
    ),
  };
  return written(network, stored, []) as Network;
}

/** What libvirt leaves out of what it writes, because it means the same as nothing. */
const UNWRITTEN: Readonly<Record<string, unknown>> = {
  ipv6: 'no',
  'bridge.zone': '',
  'mtu.size': 0,
  'dns.srv.port': 0,
  'dns.srv.priority': 0,
  'dns.srv.weight': 0,
  'ip.prefix': 0,
  'portgroup.default': 'no',
};

/** `forward/@dev` and the first interface are the same thing; mode `none` is no element at all. */
function canonicalForward(forward: Forward): Forward | undefined {
  const { dev, mode = 'nat', managed, nat, pf, interface: interfaces = [], address, ...others } = forward;
  if (mode === 'none') return undefined;
  const pool = dev !== undefined && interfaces.length === 0 ? [{ dev }] : interfaces.map(unused);
  const [first] = pool;
  return {
    mode,
    ...given('dev', first?.dev),
    ...given('managed', mode === 'hostdev' ? (managed ?? 'no') : undefined),
    ...others,
    ...given('nat', mode === 'nat' ? nat : undefined),
    ...given('pf', first ? undefined : pf),
    ...given('interface', first && pool),
    ...given('address', address?.map(unused)),
  };
}

/** The number of guests that use it is a count of the moment. */
function unused<T extends { connections?: number }>({ connections: _, ...entry }: T): Omit<T, 'connections'> {
  return entry;
}

/** Spanning tree and delay are always written where libvirt makes the bridge, and never where it does not. */
function canonicalBridge(definition: Network): Network['bridge'] {
  const { bridge } = definition;
  if (hasOwnBridge(definition)) return { stp: 'on', delay: 0, ...bridge };
  const { stp: _stp, delay: _delay, ...others } = bridge ?? {};
  return bridge && others;
}

/** The address of the bridge is stored as six pairs in lower case; those of reservations stay as written. */
export function canonicalMac(address: string): string {
  const lower = address.toLowerCase();
  if (lower.length === 'xx:xx:xx:xx:xx:xx'.length) return lower;
  const bytes = lower.split(':');
  return bytes.map((byte) => byte.padStart(2, '0')).join(':');
}

/** Several tags make a trunk; `trunk='no'` is not written. */
export function canonicalVlan({ trunk, tag = [] }: Vlan): Vlan {
  const isTrunk = trunk === 'yes' || tag.length > 1;
  return { ...given('trunk', isTrunk ? ('yes' as const) : undefined), tag };
}

function canonicalIp({ dhcp, ...others }: Ip): Ip {
  return { ...others, ...given('dhcp', dhcp && canonicalDhcp(dhcp, others.family)) };
}

/** `dhcp` is written only when it has a range or a host, `bootp` then and for IPv4 only. */
function canonicalDhcp({ range, host, bootp }: Dhcp, family: Ip['family']): Dhcp | undefined {
  if (!range?.length && !host?.length) return undefined;
  return {
    ...given('range', range?.map(canonicalLease)),
    ...given('host', host?.map(canonicalLease)),
    ...given('bootp', family === 'ipv6' ? undefined : bootp),
  };
}

export function canonicalLease<T extends { lease?: Lease }>(entry: T): T {
  if (!entry.lease) return entry;
  const { expiry, unit = 'minutes' } = entry.lease;
  return { ...entry, lease: expiry === 0 ? { expiry } : { expiry, unit } };
}

/** Every value in libvirt's spelling, the keys in the order of the declaration. */
export function spell(element: Element, model: unknown): unknown {
  if (element.kind === 'raw') return model;
  if (element.kind === 'text') return element.type.canonical(model);
  return mapFields(element.fields, model, (field, value) => {
    if (field.in === 'attribute') return field.type.canonical(value);
    if (field.in === 'list') return (value as unknown[]).map((entry) => spell(field.element, entry));
    return spell(field.element, value);
  });
}

/** libvirt writes no element that would say nothing. What it writes open (`<ip>`) always says something. */
function written(element: Element, model: unknown, at: readonly string[]): unknown {
  if (element.kind !== 'group') return model === '' ? undefined : model;
  const kept = mapFields(element.fields, model, (field, value, name) => {
    const path = [...at, name];
    if (field.in === 'attribute') return UNWRITTEN[path.join('.')] === value ? undefined : value;
    if (field.in === 'child') return written(field.element, value, path);
    const entries = (value as unknown[]).map((entry) => written(field.element, entry, path) ?? {});
    return entries.length > 0 ? entries : undefined;
  });
  return Object.keys(kept).length > 0 ? kept : undefined;
}

function mapFields(
  fields: Fields,
  model: unknown,
  map: (field: Field, value: unknown, name: string) => unknown,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = (model as Record<string, unknown>)[name];
    const mapped = value === undefined ? undefined : map(field, value, name);
    if (mapped !== undefined) result[name] = mapped;
  }
  return result;
}

/** A property that is there only when it has a value. */
function given<K extends string, V>(key: K, value: V): { [P in K]?: NonNullable<V> } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: NonNullable<V> };
}
