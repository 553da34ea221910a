import type { Element, Fields } from './element.ts';
import type { Forward } from './elements/forward.ts';
import type { Dhcp, Lease } from './elements/ip.ts';
import type { Vlan } from './elements/port.ts';
import { canonicalMetadata } from './metadata.ts';
import { hasOwnBridge } from './mode.ts';
import { type Network, network } from './network.ts';

/**
 * What libvirt stores of a definition: defaults filled in, values in its spelling, empty elements gone.
 * Left out, because only the host can know them: a generated uuid, bridge name and MAC address.
 */
export function canonical(definition: Network): Network {
  const spelled = spell(network, definition) as Network;
  const { forward, bridge, mtu, mac, ipv6, vlan, metadata, ip, portgroup, ...others } = spelled;
  const stored = {
    ...others,
    ...given('metadata', metadata === undefined ? undefined : canonicalMetadata(metadata)),
    ...given('ipv6', ipv6 === 'yes' ? ipv6 : undefined),
    ...given('forward', forward && canonicalForward(forward)),
    ...given('bridge', hasOwnBridge(spelled) ? { stp: 'on' as const, delay: 0, ...bridge } : bridge),
    ...given('mtu', mtu?.size ? mtu : undefined),
    ...given('mac', mac && { address: canonicalMac(mac.address) }),
    ...given('vlan', vlan && canonicalVlan(vlan)),
    ...given(
      'ip',
      ip?.map(({ dhcp, ...rest }) => ({ ...rest, ...given('dhcp', dhcp && canonicalDhcp(dhcp)) })),
    ),
    ...given(
      'portgroup',
      portgroup?.map(({ vlan: tags, default: standard, ...rest }) => ({
        ...rest,
        ...given('default', standard === 'yes' ? standard : undefined),
        ...given('vlan', tags && canonicalVlan(tags)),
      })),
    ),
  };
  return withoutEmpty(network, stored) as Network;
}

/** `forward/@dev` and the first interface are the same thing; mode `none` is no element at all. */
function canonicalForward(forward: Forward): Forward | undefined {
  const { dev, mode = 'nat', managed, interface: interfaces = [], ...others } = forward;
  if (mode === 'none') return undefined;
  const pool = dev !== undefined && interfaces.length === 0 ? [{ dev }] : interfaces;
  const first = pool[0]?.dev;
  return {
    mode,
    ...given('dev', forward.pf ? undefined : first),
    ...given('managed', mode === 'hostdev' ? (managed ?? 'no') : undefined),
    ...others,
    ...given('interface', pool.length > 0 ? pool : undefined),
  };
}

/** The address of the bridge is stored as six pairs in lower case; those of reservations stay as written. */
export function canonicalMac(address: string): string {
  const bytes = address.toLowerCase().split(':');
  return bytes.map((byte) => byte.padStart(2, '0')).join(':');
}

/** Several tags, or a native one, make a trunk; `trunk='no'` is not written. */
export function canonicalVlan({ trunk, tag = [] }: Vlan): Vlan {
  const isTrunk = trunk === 'yes' || tag.length > 1 || tag.some((each) => each.nativeMode);
  return { ...given('trunk', isTrunk ? ('yes' as const) : undefined), tag };
}

/** `dhcp` is written only when it has a range or a host: without them even `bootp` is lost. */
function canonicalDhcp({ range, host, ...others }: Dhcp): Dhcp | undefined {
  if (!range?.length && !host?.length) return undefined;
  return {
    ...given('range', range?.map(canonicalLease)),
    ...given('host', host?.map(canonicalLease)),
    ...others,
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

/** libvirt writes no element that would say nothing. What it writes open (`<ip>`) always stands in a list. */
function withoutEmpty(element: Element, model: unknown): unknown {
  if (element.kind !== 'group') return model === '' ? undefined : model;
  const kept = mapFields(element.fields, model, (field, value) => {
    if (field.in === 'attribute') return value;
    if (field.in === 'child') return withoutEmpty(field.element, value);
    const entries = (value as unknown[]).map((entry) => withoutEmpty(field.element, entry));
    return entries.length > 0 ? entries : undefined;
  });
  return Object.keys(kept).length > 0 ? kept : undefined;
}

function mapFields(
  fields: Fields,
  model: unknown,
  map: (field: Fields[string], value: unknown) => unknown,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = (model as Record<string, unknown>)[name];
    const mapped = value === undefined ? undefined : map(field, value);
    if (mapped !== undefined) result[name] = mapped;
  }
  return result;
}

/** A property that is there only when it has a value. */
function given<K extends string, V>(key: K, value: V): { [P in K]?: NonNullable<V> } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: NonNullable<V> };
}
