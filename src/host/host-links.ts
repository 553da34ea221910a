import { type Probe, printed } from '../plan/probe.ts';

/** Where the routing table leads: a network without host bits, by a link and perhaps a gateway. */
export interface HostRoute {
  destination: { address: string; prefix: number };
  device: string;
  gateway?: string;
}

/** What a host is connected by. */
export interface HostLinks {
  /** Names, sorted. */
  links: readonly string[];
  /** Those of the main table, without default routes and link-local ones, sorted. */
  routes: readonly HostRoute[];
}

/** Links are folders there; `bonding_masters` is none. */
const READ = `
cd /sys/class/net && echo links */ && ip -o route show table all type unicast`;

/** The links and routes of a host. They come and go with guests and routers, which is no reason to plan again. */
export const hostLinks: Probe<HostLinks> = {
  key: 'links and routes',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    return parseHostLinks(printed(answers, 'read the routes'));
  },
};

/** Reads a line with the links, then what `ip -o route` prints. */
function parseHostLinks(text: string): HostLinks {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const links = first.split(' ').slice(1);
  return inOrder({
    links: links.map((link) => link.replace(/\/$/, '')),
    routes: lines.flatMap((line) => routeOf(line) ?? []),
  });
}

/** `10.9.0.0/16 via 10.0.0.2 dev virbr0 …`, see ip-route(8). */
function routeOf(line: string): HostRoute | undefined {
  const words = line.split(/\s+/).filter(Boolean);
  const after = (word: string) => {
    const at = words.indexOf(word);
    const value = words[at + 1];
    return at < 0 ? undefined : value?.startsWith('inet') ? words[at + 2] : value;
  };
  const [address = '', prefix] = words[0]?.split('/') ?? [];
  const [device, gateway] = [after('dev'), after('via')];
  if (device === undefined || after('table') !== undefined || !/^[0-9a-f:.]+$/.test(address))
    return undefined;
  if (/^fe[89ab]/.test(address)) return undefined;
  const destination = { address, prefix: Number(prefix ?? (address.includes(':') ? 128 : 32)) };
  return { destination, device, ...(gateway !== undefined && { gateway }) };
}

/** The host once a link of this name has these routes, and those that led over it before are gone. */
export function withLink(host: HostLinks, name: string, routes: readonly HostRoute[]): HostLinks {
  const { links, routes: others } = withoutLink(host, name);
  return inOrder({ links: [...links, name], routes: [...others, ...routes] });
}

export function withoutLink({ links, routes }: HostLinks, name: string): HostLinks {
  return {
    links: links.filter((link) => link !== name),
    routes: routes.filter(({ device }) => device !== name),
  };
}

function inOrder({ links, routes }: HostLinks): HostLinks {
  const known = new Map(routes.map((route) => [JSON.stringify(route), route]));
  const sorted = [...known].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { links: links.toSorted(), routes: sorted.map(([, route]) => route) };
}
