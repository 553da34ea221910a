import type { Fix } from './fix.ts';

/** How sure it is that a cause is the one: what comes first in a report. */
export const RANKS = ['certain', 'likely', 'possible'] as const;
export type Rank = (typeof RANKS)[number];

/** Something that would explain what is wrong, and what mends it. */
export interface Cause {
  /** Stable and kebab-case: what programs and tests compare. */
  id: string;
  rank: Rank;
  /** One sentence. */
  summary: string;
  /** What the host showed for it, a line each. */
  evidence: readonly string[];
  /** For a shell of root on the host, a line each. None where a person has to decide what it is. */
  commands: readonly string[];
  /** Set where `--fix` mends it. */
  fix?: Fix;
}

/** Whether more speaks for a cause than that it is possible. */
export function isProbable({ rank }: Cause): boolean {
  return rank !== 'possible';
}

/** What a check came to. Of what could not be seen nothing is known. What rests on it is looked at where it `goesOn`. */
export type Verdict =
  | { is: 'well'; evidence: readonly string[] }
  | { is: 'unseen'; why: string }
  | { is: 'wrong'; causes: readonly Cause[]; goesOn?: boolean };

/** A question about a subject, which what the probes read answers. */
export interface Check<S> {
  /** What is so where nothing is wrong: `dnsmasq runs`. */
  asks: string;
  /** Undefined where it does not concern this subject. */
  look(subject: S): Verdict | undefined;
  /** What rests on it, and is looked at only where it is well. */
  below?: readonly Check<S>[];
}

export function well(...evidence: readonly string[]): Verdict {
  return { is: 'well', evidence };
}

export function unseen(why: string): Verdict {
  return { is: 'unseen', why };
}

/** Wrong for the causes that there are; well without one. */
export function wrongBy(causes: readonly Cause[], ...evidence: readonly string[]): Verdict {
  return causes.length === 0 ? well(...evidence) : { is: 'wrong', causes };
}

/** Wrong, and what rests on it may be wrong by itself. */
export function wrongBesides(cause: Cause): Verdict {
  return { is: 'wrong', causes: [cause], goesOn: true };
}

/** The same of one cause. */
export function wrong(cause: Cause): Verdict {
  return { is: 'wrong', causes: [cause] };
}

/** A check as it was made, below those that it rests on. */
export interface Checked {
  /** `network lab`, `guest web`, `host`. */
  subject: string;
  asks: string;
  depth: number;
  verdict: Verdict;
}

/** Looks at a subject along the tree: what rests on something that is wrong would only say the same again. */
export function examine<S>(subject: string, of: S, checks: readonly Check<S>[], depth = 0): Checked[] {
  return checks.flatMap(({ asks, look, below = [] }) => {
    const verdict = look(of);
    const rest = () => examine(subject, of, below, verdict ? depth + 1 : depth);
    if (!verdict) return rest();
    return [{ subject, asks, depth, verdict }, ...(verdict.is === 'wrong' && !verdict.goesOn ? [] : rest())];
  });
}
