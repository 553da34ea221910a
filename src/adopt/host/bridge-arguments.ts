import * as z from 'zod';
import { bridgeArguments, linkName } from '../../bridge/arguments.ts';
import { type DescribedLink, listOf, mapOf, type Settings } from '../../bridge/described.ts';
import { underlayOf } from '../../bridge/kernel/underlay-link.ts';
import { bridgeFaults } from '../../bridge/rules/bridge-faults.ts';
import type { Value, Values } from '../value.ts';

/** The arguments of a task that describes a bridge as it is; or why none does. */
type Described = { args: Values } | { undescribed: string };

const schema = z.strictObject({ name: linkName, ...bridgeArguments });

/**
 * A bridge of the host as the arguments of the module `bridge`: with the bonds and VLANs that it lies on or carries, and
 * what is said of its ports. `links` are those that netplan describes and no other bridge, `known` the names of all
 * that the kernel has.
 */
export function bridgeArgumentsOf(
  bridge: DescribedLink,
  links: readonly DescribedLink[],
  known: readonly string[],
): Described {
  const below = underlayIn(bridge, links);
  const { interfaces, ...own } = plainSettings(bridge.settings);
  const args = {
    name: bridge.id,
    ...(listOf(interfaces).length > 0 && { interfaces }),
    ...own,
    ...byName('bonds', below),
    ...byName('vlans', below),
    ...portsOf([bridge, ...below], links, known),
  };
  const found = schema.safeParse(args);
  if (!found.success) {
    const [issue] = found.error.issues;
    return { undescribed: `${issue?.path.join('.') || 'netplan'}: ${issue?.message}` };
  }
  const [fault] = bridgeFaults({ ...found.data, underlay: underlayOf(found.data) });
  if (fault) return { undescribed: `${fault.summary}: ${fault.detail}` };
  // Times in seconds, as everybody writes them.
  const { parameters } = found.data;
  const times = Object.fromEntries(
    Object.entries({ ...parameters }).filter(([, value]) => value !== undefined),
  );
  return { args: { ...args, ...(parameters && { parameters: times }) } as Values };
}

/**
 * The bonds and VLANs that a bridge lies on, and the VLANs that it carries. What else lies on the same bond or port, and is of
 * no bridge, goes with it: it may be in the same file.
 */
export function underlayIn(
  { id, settings }: DescribedLink,
  links: readonly DescribedLink[],
): DescribedLink[] {
  const found = new Set<DescribedLink>();
  const add = (names: readonly string[]) => {
    for (const link of links) {
      const isBelow = names.includes(link.id) && ['bonds', 'vlans'].includes(link.section);
      if (!isBelow || found.has(link)) continue;
      found.add(link);
      add([
        ...listOf(link.settings.interfaces),
        ...(link.section === 'vlans' ? [String(link.settings.link)] : []),
      ]);
    }
  };
  add(listOf(settings.interfaces));
  const carriers = [...found].map((link) => (link.section === 'bonds' ? link.id : link.settings.link));
  const plugged = links.flatMap((link) =>
    link.section === 'bridges' ? listOf(link.settings.interfaces) : [],
  );
  for (const link of links) {
    const isBeside = carriers.includes(link.settings.link) && !plugged.includes(link.id);
    if (link.section === 'vlans' && (link.settings.link === id || isBeside)) found.add(link);
  }
  return [...found];
}

function byName(section: string, links: readonly DescribedLink[]): Record<string, unknown> {
  const own = links.filter((link) => link.section === section);
  if (own.length === 0) return {};
  return { [section]: Object.fromEntries(own.map(({ id, settings }) => [id, plainSettings(settings)])) };
}

/** What is said of the Ethernets among the ports: an MTU, and how they are found where their name is no link's. */
function portsOf(
  holders: readonly DescribedLink[],
  links: readonly DescribedLink[],
  known: readonly string[],
): Record<string, unknown> {
  const names = holders.flatMap(({ settings }) => [
    ...listOf(settings.interfaces),
    ...listOf([settings.link]),
  ]);
  const ports = links.filter(({ section, id }) => section === 'ethernets' && names.includes(id));
  const said = ports.flatMap(({ id, settings: { mtu, match } }) => {
    const about = {
      ...(match !== undefined && !known.includes(id) && { match }),
      ...(mtu !== undefined && { mtu }),
    };
    return Object.keys(about).length > 0 ? [[id, about] as const] : [];
  });
  return said.length > 0 ? { ethernets: Object.fromEntries(said) } : {};
}

/** Without what says nothing, and a gateway of netplan's old form as the route that it is. */
function plainSettings({ gateway4, gateway6, ...settings }: Settings): Record<string, unknown> {
  const gateways = [gateway4, gateway6].flatMap((via) => (via === undefined ? [] : [{ to: 'default', via }]));
  const routes = [...gateways, ...(Array.isArray(settings.routes) ? settings.routes.map(mapOf) : [])];
  const all = { ...settings, ...(routes.length > 0 && { routes }) };
  const entries = Object.entries(all).filter(([key, value]) => key === 'link-local' || saysSomething(value));
  return Object.fromEntries(entries);
}

function saysSomething(value: unknown): value is Value {
  if (value === null || value === undefined || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
