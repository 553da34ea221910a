import type { Place, Problem } from '../problem.ts';
import type { Host, Inventory } from './host.ts';
import { type LimitSets, readLimit } from './limit.ts';
import { Matcher } from './match.ts';
import { splitPattern } from './split-pattern.ts';

export interface SelectOptions {
  /** The value of `--limit`: a pattern, in which `@FILE` stands for the lines of a file. */
  limit?: string | undefined;
  /** What sets such as `@failed` in it mean. */
  limitSets?: LimitSets | undefined;
  /** Where the pattern was written, for messages. */
  place?: Place | undefined;
}

export interface Selection {
  /** In the order of the pattern, and within a name in that of the inventory. */
  hosts: Host[];
  problems: Problem[];
}

/**
 * The hosts that a pattern names: `web`, `web*`, `~web\d+`, `web[0]`, `web[1:3]`, `a:b` or `a,b`, `a:&b` (in both),
 * `a:!b` (not in b), `all`. A name that is neither host nor group is a problem; a pattern with known names that
 * selects no host is not.
 * Source: Ansible's "Patterns: targeting hosts and groups"; order and corner cases as in 2.14.
 */
export function selectHosts(
  inventory: Inventory,
  pattern: string | readonly string[],
  { limit, limitSets, place }: SelectOptions = {},
): Selection {
  const parts = (typeof pattern === 'string' ? [pattern] : pattern).flatMap(splitPattern);
  const matcher = new Matcher(inventory);
  const hosts = evaluate(parts, matcher);
  const problems = matcher.problems.map((problem) => ({ ...problem, ...(place && { place }) }));
  if (limit === undefined) return { hosts, problems };
  const limiter = new Matcher(inventory, limitSets);
  const { parts: limits, problems: unreadable } = readLimit(limit);
  const within = new Set(evaluate(limits, limiter));
  return {
    hosts: hosts.filter((host) => within.has(host)),
    problems: [...problems, ...unreadable, ...limiter.problems],
  };
}

/** First the named hosts, then the intersections (`&`), then the exclusions (`!`), in any order. */
function evaluate(parts: readonly string[], matcher: Matcher): Host[] {
  const named = parts.filter((part) => !/^[&!]/.test(part));
  const hosts = new Set((named.length > 0 ? named : ['all']).flatMap((part) => matcher.match(part)));
  for (const part of parts.filter((one) => one.startsWith('&'))) {
    const kept = new Set(matcher.match(part.slice(1)));
    for (const host of hosts) if (!kept.has(host)) hosts.delete(host);
  }
  for (const part of parts.filter((one) => one.startsWith('!')))
    for (const host of matcher.match(part.slice(1))) hosts.delete(host);
  return [...hosts];
}
