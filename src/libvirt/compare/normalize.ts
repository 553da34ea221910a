import { memoize } from '../../plan/memoize.ts';
import { canonicalMetadata } from '../format/metadata.ts';
import { familyOf, prefixOf } from '../model/address.ts';
import type { Forward } from '../model/elements/forward.ts';
import type { Dhcp, DhcpHost, Ip, Route } from '../model/elements/ip.ts';
import { type Network, network } from '../model/network.ts';
import { canonicalLease, canonicalMac, canonicalVlan, spell } from './canonical.ts';

/**
 * A definition as it was written, but in libvirt's spelling and without a second way to say the same. Nothing is
 * filled in. Numbers of connections, which are no part of a definition, are gone.
 */
export function asWritten(definition: Network): Network {
  const {
    connections: _,
    forward,
    mac,
    vlan,
    metadata,
    ip,
    portgroup,
    ...others
  } = spell(network, definition) as Network;
  return {
    ...others,
    ...(metadata !== undefined && { metadata: canonicalMetadata(metadata) }),
    ...(forward && { forward: forwardAsWritten(forward) }),
    ...(mac && { mac: { address: canonicalMac(mac.address) } }),
    ...(vlan && { vlan: canonicalVlan(vlan) }),
    ...(ip && {
      ip: ip.map(({ dhcp, ...rest }) => ({ ...rest, ...(dhcp && { dhcp: dhcpAsWritten(dhcp) }) })),
    }),
    ...(portgroup && {
      portgroup: portgroup.map(({ vlan: tags, ...rest }) => ({
        ...rest,
        ...(tags && { vlan: canonicalVlan(tags) }),
      })),
    }),
  };
}

/**
 * The form in which two networks are compared: also what is written in one of several ways is one value. A task wants
 * the same on every host, so that it is worked out once.
 */
export const comparable = memoize((definition: Network): Network => {
  const { ip, route, ...others } = asWritten(definition);
  return {
    ...others,
    ...(ip && { ip: ip.map(comparableIp) }),
    ...(route && { route: route.map(comparableRoute) }),
  };
});

/** What a dump leaves out because it is the default. */
export function withDefaults(stored: Network): Network {
  const { forward = { mode: 'none' as const }, bridge, portgroup, ...others } = stored;
  return {
    ipv6: 'no',
    ...others,
    forward,
    ...(bridge && { bridge: { zone: '', ...bridge } }),
    ...(portgroup && { portgroup: portgroup.map((each) => ({ default: 'no' as const, ...each })) }),
  };
}

/** `dev` is the first interface. */
function forwardAsWritten({ dev, interface: interfaces, address, ...others }: Forward): Forward {
  const pool = interfaces ?? (dev === undefined || others.pf ? undefined : [{ dev }]);
  return {
    ...others,
    ...(pool && { interface: pool.map(({ connections: _, ...each }) => each) }),
    ...(address && { address: address.map(({ connections: _, ...each }) => each) }),
  };
}

function dhcpAsWritten({ range, host, ...others }: Dhcp): Dhcp {
  return {
    ...others,
    ...(range && { range: range.map(canonicalLease) }),
    ...(host && { host: host.map(canonicalLease) }),
  };
}

function comparableIp({ netmask, prefix, dhcp, ...others }: Ip): Ip {
  const { host, ...rest } = dhcp ?? {};
  return {
    ...others,
    family: familyOf(others.address),
    ...(netmask === undefined && prefix === undefined
      ? {}
      : { prefix: prefixOf({ ...others, ...given(netmask, prefix) }) }),
    ...(dhcp && { dhcp: { ...rest, ...(host && { host: host.map(comparableHost) }) } }),
  };
}

function comparableHost({ mac, id, ...others }: DhcpHost): DhcpHost {
  return {
    ...others,
    ...(mac !== undefined && { mac: canonicalMac(mac) }),
    ...(id !== undefined && { id: id.toLowerCase() }),
  };
}

function comparableRoute({ netmask, prefix, family, ...others }: Route): Route {
  return {
    ...others,
    family: family ?? familyOf(others.address ?? others.gateway),
    ...(netmask === undefined && prefix === undefined
      ? {}
      : { prefix: prefixOf({ ...others, ...given(netmask, prefix) }) }),
  };
}

function given(
  netmask: string | undefined,
  prefix: number | undefined,
): { netmask?: string; prefix?: number } {
  return { ...(netmask !== undefined && { netmask }), ...(prefix !== undefined && { prefix }) };
}
