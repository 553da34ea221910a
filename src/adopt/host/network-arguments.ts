import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { canonical } from '../../libvirt/compare/canonical.ts';
import { networkElements } from '../../libvirt/format/yaml-schema.ts';
import { hasOwnBridge, modeOf, takesOneInterface } from '../../libvirt/model/mode.ts';
import { type Network, network } from '../../libvirt/model/network.ts';
import type { ListedNetwork } from '../../libvirt/observe/all-networks.ts';
import { stamped } from '../../libvirt/ownership/stamp.ts';
import { checkPart } from '../../libvirt/rules/check-network.ts';
import type { Values } from '../value.ts';
import { plainElement } from './plain-elements.ts';

/** The arguments of a task that describes a network as it is; or why none does. */
export type Described = { args: Values } | { undescribed: string };

/**
 * A network as the arguments of the module `network`, written as a person would: without what libvirt fills in. The
 * uuid and the MAC address of the bridge are libvirt's own and no part of it, unless `withIds`.
 */
export function networkArguments(
  { name, state }: Pick<ListedNetwork, 'name' | 'state'>,
  { withIds }: { withIds: boolean },
): Described {
  const { persistent, active, autostart } = state;
  if (!persistent) return { undescribed: 'it is transient: it is gone when it stops, and nothing stores it' };
  const { uuid, mac, ...others } = stamped(persistent, undefined);
  const definition = withIds ? { ...others, ...(uuid && { uuid }), ...(mac && { mac }) } : others;
  const [fault] = checkPart(definition).filter(({ severity }) => severity === 'error');
  if (fault) return { undescribed: `${fault.summary}: ${fault.detail}` };
  const elements = elementsOf(definition);
  const again = z.strictObject(networkElements).safeParse(elements);
  const isSame =
    again.success && isDeepStrictEqual(canonical({ name, ...again.data }), canonical(definition));
  if (!isSame) return { undescribed: 'its arguments would not come to the same definition' };
  return { args: { name, ...running(active, autostart), ...elements } };
}

/** The elements of a definition that libvirt stores, as a task writes them. */
export function elementsOf(definition: Network): Values {
  const { name: _, ...elements } = plainElement(network, written(definition)) as Values;
  return elements;
}

/** What the module takes for granted is not written: an active network starts with the host. */
function running(active: boolean, autostart: boolean): Values {
  if (active) return autostart ? {} : { autostart: false };
  return { state: 'inactive', ...(autostart && { autostart: true }) };
}

/** The definition without what libvirt would fill in again. */
function written(definition: Network): Network {
  const { forward, bridge, vlan, portgroup, ip, route, ...others } = definition;
  const { stp, delay, ...named } = bridge ?? {};
  const ownBridge = {
    ...named,
    ...(stp !== undefined && stp !== 'on' && { stp }),
    ...(delay !== undefined && delay !== 0 && { delay }),
  };
  return inOrder({
    ...others,
    ...(forward && { forward: forwardOf(definition) }),
    ...(bridge && { bridge: hasOwnBridge(definition) ? ownBridge : bridge }),
    ...(vlan && { vlan: untrunked(vlan) }),
    ...(ip && { ip: ip.map(withoutFamily) }),
    ...(route && { route: route.map(withoutFamily) }),
    ...(portgroup && {
      portgroup: portgroup.map((each) => ({ ...each, ...(each.vlan && { vlan: untrunked(each.vlan) }) })),
    }),
  });
}

/** An address with a colon is of no other family. */
function withoutFamily<T extends { family?: string; address?: string }>(entry: T): T {
  const { family: _, ...others } = entry;
  return entry.family === 'ipv6' && entry.address?.includes(':') ? (others as T) : entry;
}

function inOrder(definition: Network): Network {
  const entries = Object.keys(network.fields).map((name) => [name, definition[name as keyof Network]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Network;
}

/** libvirt writes the first interface twice. */
function forwardOf(definition: Network): NonNullable<Network['forward']> {
  const { dev, interface: interfaces, ...others } = definition.forward ?? {};
  const isOne = takesOneInterface(modeOf(definition)) && interfaces?.length === 1;
  if (isOne) return { ...others, dev: interfaces[0]?.dev ?? dev ?? '' };
  return { ...others, ...(interfaces ? { interface: interfaces } : dev !== undefined && { dev }) };
}

/** Several tags make a trunk. */
function untrunked({ trunk, ...vlan }: NonNullable<Network['vlan']>): NonNullable<Network['vlan']> {
  return trunk === 'yes' && (vlan.tag?.length ?? 0) > 1 ? vlan : { ...(trunk && { trunk }), ...vlan };
}
