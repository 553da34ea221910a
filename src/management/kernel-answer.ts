import { covers, type Prefix, prefixOf } from './prefix.ts';
import { ROUTE_TYPES, type Route, type Routing, type RoutingRule } from './routing.ts';

/** A connection as the host sees it: addresses, and the port of its own that a rule may ask for. */
export interface Connection {
  client: string;
  server: string;
  serverPort: number;
}

/** Where the kernel sends its answers and how it finds the gateway, in words; or why that cannot be computed. */
export type KernelAnswer = { known: true; way: string; gateway: string } | { known: false; why: string };

/**
 * Where the kernel sends what it answers a client: the first rule that concerns it and whose table has a route; of
 * that table the longest prefix, of these the lowest metric (Linux, net/ipv4/fib_rules.c and fib_trie.c). Of routes
 * that are equal in this the kernel may take any. The way to a gateway is part of the answer.
 */
export function kernelAnswer(connection: Connection, routing: Routing): KernelAnswer {
  const found = lookup(prefixOf(connection.client), connection, routing);
  if (typeof found === 'string') return { known: false, why: found };
  // A gateway that is link-local is where its own link is.
  const gateways = found.flatMap(({ hops }) =>
    hops.flatMap(({ gateway = 'fe80:' }) => (gateway.startsWith('fe80:') ? [] : gateway)),
  );
  const ways = [...new Set(gateways)].map((gateway) => lookup(prefixOf(gateway), connection, routing));
  const unknown = ways.find((way) => typeof way === 'string');
  if (typeof unknown === 'string') return { known: false, why: unknown };
  const gateway = (ways as Route[][]).map(pathText).join(' and ');
  return { known: true, way: pathText(found), gateway };
}

/** The routes that are equally good, none where there is no way; or the rule that nobody can judge. */
function lookup(to: Prefix, connection: Connection, { rules, routes }: Routing): Route[] | string {
  let least = 0;
  for (const rule of rules.toSorted((one, other) => one.priority - other.priority)) {
    if (rule.priority < least) continue;
    const { concerns, action, unknown } = evaluated(rule, to, connection);
    if (unknown !== undefined) return `rule ${rule.priority} asks for ${unknown}`;
    if (!concerns) continue;
    if (action.goto !== undefined) least = action.goto;
    if (action.table === undefined) {
      if (action.type === undefined) continue;
      return [{ table: 0, type: action.type, to, metric: 0, hops: [] }];
    }
    const best = bestOf(routes, action.table, to, prefixOf(connection.server));
    if (best.length === 0 || best.some(({ type }) => type === ROUTE_TYPES.throw)) continue;
    if (best.every((route) => route.to.bits.length <= (action.suppressed ?? -1))) continue;
    return best;
  }
  return [];
}

function bestOf(routes: readonly Route[], table: number, to: Prefix, source: Prefix): Route[] {
  const ways = routes.filter(
    (route) => route.table === table && covers(route.to, to) && (!route.from || covers(route.from, source)),
  );
  const longest = Math.max(...ways.map((way) => way.to.bits.length));
  const closest = ways.filter((way) => way.to.bits.length === longest);
  const lowest = Math.min(...closest.map(({ metric }) => metric));
  return closest.filter(({ metric }) => metric === lowest);
}

/** What a rule does to the packets that it concerns: a table, the priority of another rule, or a type of route. */
interface Action {
  table?: number;
  goto?: number;
  type?: number;
  /** Routes of its table with a prefix up to this length do not count. */
  suppressed?: number;
}

/** Whether a rule concerns the answers to a connection: ip-rule(8), SELECTOR. They bear no mark and come from no link. */
function evaluated({ words }: RoutingRule, to: Prefix, { server, serverPort }: Connection) {
  const action: Action = {};
  let concerns = true;
  let inverted = false;
  let unknown: string | undefined;
  const only = (holds: boolean) => {
    concerns &&= holds;
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const value = rest[0] ?? '';
    if (/^[5-9]$/.test(word)) action.type = Number(word);
    else if (word === 'not') inverted = true;
    // Older ip(8) writes `lookup` before it. Whether the session is in a VRF is not read.
    else if (word === VRF || value === VRF) unknown ??= 'the table of a VRF';
    else if (word === 'nop' || word.startsWith('[')) continue;
    else {
      rest.shift();
      if (word === 'from') only(covers(prefixOf(value, to.family), prefixOf(server)));
      else if (word === 'to') only(covers(prefixOf(value, to.family), to));
      else if (word === 'fwmark') only(/^0(x0)?\b/.test(value));
      else if (word === 'iif') only(value === 'lo');
      else if (word === 'oif') only(false);
      else if (word === 'ipproto') only(/^(ipproto-)?(6|tcp)$/.test(value));
      else if (word === 'sport') only(isWithin(serverPort, value));
      else if (word === 'uidrange') only(isWithin(0, value));
      else if (word === 'lookup') action.table = Number(value);
      else if (word === 'goto') action.goto = Number(value);
      else if (word === 'suppress_prefixlength') action.suppressed = Number(value);
      else if (word !== 'proto' && word !== 'realms') unknown ??= word;
    }
  }
  return { action, concerns: concerns !== inverted, unknown };
}

const VRF = '[l3mdev-table]';

function isWithin(port: number, range: string): boolean {
  const [from = Number.NaN, to = from] = range.split('-').map(Number);
  return from <= port && port <= to;
}

/** The way of an answer that is not sent. */
export const NOWHERE = 'nowhere';

const NAMES: Readonly<Record<number, string>> = {
  2: 'to the host itself',
  3: 'to everybody',
  6: NOWHERE,
  7: NOWHERE,
  8: NOWHERE,
};

function pathText(routes: readonly Route[]): string {
  const ways = routes.flatMap(({ type, hops }) =>
    type !== ROUTE_TYPES.unicast
      ? [NAMES[type] ?? `by a route of type ${type}`]
      : hops.map(({ device, gateway }) =>
          [gateway && `to ${gateway}`, device && `by ${device}`].filter(Boolean).join(' '),
        ),
  );
  return [...new Set(ways)].toSorted().join(' or ') || NOWHERE;
}
