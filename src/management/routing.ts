import { type Probe, printed } from '../plan/probe.ts';
import { covers, type Prefix, prefixOf, WIDTHS } from './prefix.ts';
import { FIND_CONNECTION } from './session-path.ts';

/** A route as rtnetlink(7) has it. */
export interface Route {
  table: number;
  /** RTN_UNICAST, RTN_LOCAL, …; see `ROUTE_TYPES`. */
  type: number;
  to: Prefix;
  /** Only of IPv6: for which sources it is. */
  from?: Prefix;
  metric: number;
  /** Several where the kernel shares the work among them. */
  hops: readonly Hop[];
}

/** Where a route leads. */
export interface Hop {
  device?: string;
  gateway?: string;
}

/** A rule of ip-rule(8), with the words of it that decide whether it concerns a packet. */
export interface RoutingRule {
  priority: number;
  words: readonly string[];
}

/** All that decides where the kernel sends packets, of the family of this session's client. */
export interface Routing {
  /** Absent where there is no session. */
  family?: 4 | 6;
  rules: readonly RoutingRule[];
  routes: readonly Route[];
}

/** RTN_* of linux/rtnetlink.h. */
export const ROUTE_TYPES = { unicast: 1, local: 2, broadcast: 3, throw: 9 } as const;
/** Routing tables of linux/rtnetlink.h. */
export const TABLES = { main: 254, local: 255 } as const;

const READ = `${FIND_CONNECTION}
case $connection in '') exit ;; *:*' '*) family=-6 ;; *) family=-4 ;; esac
printf 'rule show\\nroute show table all\\n' | ip -N -o $family -force -batch - 2>/dev/null`;

/** The rules and routes of a host. They come and go with guests and routers, which is no reason to plan again. */
export const routing: Probe<Routing> = {
  key: 'routing',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseRouting(printed(answers, 'read the routes')),
};

/** Reads what `ip -N -o rule show` and `ip -N -o route show table all` print. */
export function parseRouting(text: string): Routing {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return { rules: [], routes: [] };
  const isRule = (line: string) => /^\d+:\t/.test(line);
  const routes = lines.filter((line) => !isRule(line));
  // A route of IPv4 may have a gateway of IPv6; each link has networks of IPv6 once that is on.
  const family = routes.some((line) => /^(\d )?[0-9a-f]*:/.test(line)) ? 6 : 4;
  return {
    family,
    rules: lines.filter(isRule).map((line) => {
      const [priority = '', ...words] = line.split(/\s+/).filter(Boolean);
      return { priority: Number.parseInt(priority, 10), words };
    }),
    routes: inOrder(routes.flatMap((line) => parseRoute(line, family) ?? [])),
  };
}

/** `2 10.0.0.1 dev eth0 table 255 metric 5 …`; a route over several links has a part `nexthop …` for each. */
export function parseRoute(line: string, family: 4 | 6): Route | undefined {
  const [head = '', ...nexthops] = line.split(/\bnexthop\b/);
  const words = head.split(/[\s\\]+/).filter(Boolean);
  const type = /^\d$/.test(words[0] ?? '') ? Number(words.shift()) : ROUTE_TYPES.unicast;
  const [to = ''] = words;
  if (!/^(default|[0-9a-f:.]+(\/\d+)?)$/.test(to) || words.includes('dead')) return undefined;
  const from = after(words, 'from');
  const parts = nexthops.length > 0 ? nexthops.map((part) => part.split(/\s+/).filter(Boolean)) : [words];
  return {
    table: Number(after(words, 'table') ?? TABLES.main),
    type,
    to: prefixOf(to, family),
    ...(from !== undefined && { from: prefixOf(from, family) }),
    metric: Number(after(words, 'metric') ?? 0),
    hops: parts.map(hopOf),
  };
}

function hopOf(words: readonly string[]): Hop {
  const [device, gateway] = [after(words, 'dev'), after(words, 'via')];
  return { ...(device !== undefined && { device }), ...(gateway !== undefined && { gateway }) };
}

/** The word behind one; a gateway of the other family has its family before it: `via inet6 fe80::1`. */
function after(words: readonly string[], key: string): string | undefined {
  const at = words.indexOf(key);
  const value = at < 0 ? undefined : words[at + 1];
  return value?.startsWith('inet') ? words[at + 2] : value;
}

/** The routes that the kernel makes of an address of a link, such as `10.0.0.1/24`: Linux, net/ipv4/fib_frontend.c. */
export function routesOfAddress(device: string, cidr: string): Route[] {
  const network = prefixOf(cidr);
  const { family, bits } = network;
  const rest = WIDTHS[family] - bits.length;
  const route = (table: number, type: number, to: Prefix, metric: number): Route => ({
    ...{ table, type, to, metric },
    hops: [{ device }],
  });
  const everybody = { family, bits: bits + '1'.repeat(rest) };
  return [
    route(TABLES.local, ROUTE_TYPES.local, prefixOf(cidr.replace(/\/.*/, '')), 0),
    ...(rest > 0 ? [route(TABLES.main, ROUTE_TYPES.unicast, network, family === 6 ? 256 : 0)] : []),
    ...(family === 4 && rest > 1 ? [route(TABLES.local, ROUTE_TYPES.broadcast, everybody, 0)] : []),
  ];
}

/** Once these links have these routes, and those that led over them before are gone. */
export function withRoutes(before: Routing, links: readonly string[], added: readonly Route[]): Routing {
  const isOf = ({ hops }: Route) => hops.some(({ device }) => device !== undefined && links.includes(device));
  const stays = (route: Route) => !isOf(route) || OF_EACH_LINK.some((own) => covers(own, route.to));
  const own = added.filter(({ to }) => to.family === before.family);
  return { ...before, routes: inOrder([...before.routes.filter(stays), ...own]) };
}

/** Every link has routes of IPv6 to those addresses that count on it only: RFC 4291. */
const OF_EACH_LINK = [prefixOf('fe80::/10'), prefixOf('ff00::/8')];

/** The kernel's own order says only which of two equal routes came first. */
function inOrder(routes: readonly Route[]): Route[] {
  const texts = new Map(routes.map((route) => [JSON.stringify(route), route]));
  return [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, route]) => route);
}
