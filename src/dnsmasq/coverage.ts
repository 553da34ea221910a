import type { HostLinks } from '../host/host-links.ts';
import { didYouMean } from '../template/suggest.ts';
import type { Ruled } from './rules.ts';
import { isIn, matches, networksOn, plain } from './served.ts';

/** What is to be served, and where. */
export interface Coverage extends Ruled {
  interface: readonly string[];
  /** It listens on configured links from its start on, and does not start while one is missing. */
  'bind-interfaces': boolean;
}

/** What of it nobody on this host would get. */
export interface Uncovered {
  failures: string[];
  warnings: string[];
}

/** Interfaces that are not there, and ranges and reservations outside of the networks of those that are. */
export function uncovered(given: Coverage, host: HostLinks): Uncovered {
  const { interface: interfaces, 'bind-interfaces': binds } = given;
  const missing = interfaces.filter((one) => !host.links.some((link) => matches(one, link)));
  const served = host.links.filter((link) => interfaces.some((one) => matches(one, link)));
  const networks = networksOn(served, host.routes);
  const where = `${served.join(' and ')}, which ${served.length > 1 ? 'have' : 'has'} ${networks.join(' and ')}`;
  const ranges = missing.length > 0 ? [] : given['dhcp-range'].filter((one) => isOutside(one, networks));
  const outside = ranges.map((range) => {
    const { start, end = start, netmask, prefix } = range;
    const text = `dhcp-range ${start} to ${end} is outside of the networks of ${where}`;
    // With these written it may be of a network whose requests a relay brings.
    return netmask === undefined && prefix === undefined
      ? { failure: `${text}: nobody there would get an address.` }
      : { warning: `${text}: only a relay can ask for it.` };
  });
  const gone = missing.map((one) => notThere(one, host));
  return {
    failures: [...(binds ? gone : []), ...outside.flatMap(({ failure }) => failure ?? [])],
    warnings: [
      ...(binds ? [] : gone),
      ...outside.flatMap(({ warning }) => warning ?? []),
      ...(missing.length > 0 ? [] : reservationsOutside(given, networks, where)),
    ],
  };
}

function notThere(name: string, { links }: HostLinks): string {
  const { hint } = didYouMean(name, links);
  return `This host has no interface ${name}: nobody is served there until it comes.${hint ? ` ${hint}` : ''}`;
}

/** Of a family in which the links have no network, nothing is known: it may come later. */
function isOutside({ start, end = start, ...range }: Range, networks: readonly string[]): boolean {
  if (range['construct-from'] !== undefined) return false;
  const same = networks.filter((network) => network.includes(':') === start.includes(':'));
  return same.length > 0 && !same.some((network) => isIn(start, network) && isIn(end, network));
}

type Range = Ruled['dhcp-range'][number];

function reservationsOutside(given: Coverage, networks: readonly string[], where: string): string[] {
  const wide = given['dhcp-range'].some(({ netmask, prefix }) => netmask ?? prefix);
  if (wide) return [];
  return given['dhcp-host'].flatMap(({ ip }) =>
    ip
      .map(plain)
      // Of IPv6 only the end may be written, behind which the prefix of the range comes.
      .filter((one) => !one.startsWith('::') && isOutside({ start: one }, networks))
      .map((one) => `dhcp-host ${one} is outside of the networks of ${where}: nobody will get it.`),
  );
}
