import type { Problem } from '../problem.ts';
import { patternOf } from '../template/expression/values/regex.ts';
import { ValueFault } from '../template/expression/values/value.ts';
import { didYouMean } from '../template/suggest.ts';
import { globExpression } from './glob.ts';
import type { Host, Inventory } from './host.ts';
import type { LimitSets } from './limit.ts';

const LOCALHOST = ['localhost', '127.0.0.1', '::1'];

/** Finds the hosts of one part of a pattern, and collects the problems of the parts. */
export class Matcher {
  readonly problems: Problem[] = [];
  readonly #inventory: Inventory;
  readonly #sets: LimitSets;

  /** `sets` are hosts by how they are written: `@failed`. */
  constructor(inventory: Inventory, sets: LimitSets = new Map()) {
    this.#inventory = inventory;
    this.#sets = sets;
  }

  /** `part` is without `&` and `!`. A host may come twice. */
  match(part: string): Host[] {
    const { hosts, localhost } = this.#inventory;
    const set = this.#sets.get(part);
    if (set) return set.flatMap((name) => hosts.get(name) ?? (LOCALHOST.includes(name) ? [localhost] : []));
    const exact = hosts.get(part);
    if (exact) return [exact];
    const subscript = part.startsWith('~') ? null : /^(.+)\[(?:(-?\d+)|(\d+):(\d*))\]$/s.exec(part);
    const name = subscript?.[1] ?? part;
    const found = this.#named(name);
    if (!found && LOCALHOST.includes(name)) return [localhost];
    if (!found) {
      this.problems.push(unmatched(name, this.#inventory));
      return [];
    }
    return subscript ? this.#subscripted(found, subscript) : found;
  }

  /** Undefined when there is neither a group nor a host of the kind. */
  #named(name: string): Host[] | undefined {
    const expression = this.#expression(name);
    if (!expression) return [];
    const { hosts, groups } = this.#inventory;
    const some = [...groups.values()].filter((group) => expression.test(group.name));
    // The plain name of a group is not searched among the hosts.
    const wantsHosts = some.length === 0 || /^~|[.?*[]/.test(name);
    const members = some.flatMap((group) => group.allHosts.flatMap((member) => hosts.get(member) ?? []));
    const single = wantsHosts ? [...hosts.values()].filter((host) => expression.test(host.name)) : [];
    return some.length === 0 && single.length === 0 ? undefined : [...members, ...single];
  }

  #expression(name: string): RegExp | undefined {
    if (!name.startsWith('~')) return globExpression(name);
    const source = name.slice(1);
    try {
      return patternOf(source, { dotall: true }, 'match');
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      this.problems.push({
        code: 'bad-host-pattern',
        summary: 'A host pattern cannot be read',
        detail: `In ~${source}: ${error.message}.`,
      });
      return undefined;
    }
  }

  /** `[2]`, `[-1]`, `[1:]` and `[1:3]`, both ends included. */
  #subscripted(found: Host[], [part, , index, start, end]: RegExpExecArray): Host[] {
    const picked = index === undefined ? found.slice(Number(start), last(end)) : [found.at(Number(index))];
    const hosts = picked.filter((host) => host !== undefined);
    if (hosts.length === 0 && found.length > 0)
      this.problems.push({
        code: 'subscript-out-of-range',
        summary: 'A subscript lies outside the group',
        detail: `${part} picks none of ${found.length} hosts.`,
        hint: 'The first host is [0].',
      });
    return hosts;
  }
}

function last(end: string | undefined): number | undefined {
  return end ? Number(end) + 1 : undefined;
}

function unmatched(name: string, { hosts, groups }: Inventory): Problem {
  const { size } = hosts;
  return {
    code: 'unmatched-pattern',
    summary: 'A pattern matches no host',
    detail: `${name} is neither a host nor a group among the ${size} ${size === 1 ? 'host' : 'hosts'} of the inventory.`,
    hint: 'To list all hosts and groups, run virtfleet inventory --graph.',
    ...didYouMean(name, [...groups.keys(), ...hosts.keys()]),
  };
}
