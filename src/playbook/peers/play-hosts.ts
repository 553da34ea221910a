import type { Host, Inventory, Variables } from '../../inventory/host.ts';
import type { LimitSets } from '../../inventory/limit.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import type { Problem } from '../../problem.ts';
import { createScope } from '../../template/interpolation/scope.ts';
import type { Findings } from '../findings.ts';
import type { Play } from '../model.ts';

/** What the hosts of a play are chosen from. */
export interface HostChoice {
  inventory: Inventory;
  /** The value of `--limit`. */
  limit?: string | undefined;
  limitSets?: LimitSets | undefined;
  /** What a pattern may name: variables of the play, answers to its prompts, `-e`. */
  variables: Variables;
}

/** The hosts of a play that `--limit` leaves, and how many there would be. */
interface ChosenHosts {
  hosts: readonly Host[];
  all: number;
  /** Set where a group of the pattern is made while the run goes on: any of these hosts may be in it. */
  isOpen?: true;
}

export const NOBODY: ChosenHosts = { hosts: [], all: 0 };

/** The hosts that a play names, as it is known now. Throws ProblemError. */
export function patternOf({ hosts }: Play, { variables }: HostChoice): string | string[] {
  const named = createScope(variables).evaluate(hosts.value);
  return Array.isArray(named) ? named.map(String) : String(named);
}

/** `joining` are hosts that groups may get while the run goes on. Throws ProblemError. */
export function hostsOf(
  play: Play,
  options: HostChoice,
  joining: ReadonlySet<Host>,
  { findings, warnings, unmatched }: { findings: Findings; warnings: Findings; unmatched: Findings },
): ChosenHosts {
  const { inventory, limit } = options;
  const { place } = play.hosts;
  const pattern = patternOf(play, options);
  const all = selectHosts(inventory, pattern, { place });
  if (joining.size > 0 && all.problems.some(({ code }) => code === 'unmatched-pattern')) {
    const hosts = [...new Set([...all.hosts, ...joining])];
    return { hosts, all: hosts.length, isOpen: true };
  }
  const [doubtful, wrong] = [true, false].map((is) =>
    all.problems.filter(({ code }) => (code === 'unmatched-pattern') === is),
  ) as [Problem[], Problem[]];
  unmatched.add(doubtful);
  findings.add(wrong);
  const chosen = (hosts: readonly Host[]) => ({ hosts, all: all.hosts.length });
  if (limit === undefined && all.hosts.length > 0) return chosen(all.hosts);
  const within = selectHosts(inventory, pattern, { limit, limitSets: options.limitSets });
  if (all.problems.length === 0) findings.add(within.problems);
  if (within.hosts.length === 0 && all.problems.length + within.problems.length === 0) {
    const detail =
      all.hosts.length > 0 ? `--limit ${limit} leaves none of its ${all.hosts.length}.` : undefined;
    warnings.add([
      { code: 'play-without-hosts', summary: 'A play has no hosts', ...(detail && { detail }), place },
    ]);
  }
  return chosen(within.hosts);
}
