import type { Site } from '../parts/index.ts';
import type { Step } from '../step.ts';
import { fewer, smaller } from './smaller.ts';

/** A step that was done, and what each host was before it. */
export interface Past {
  step: Step;
  sites: ReadonlyMap<string, Site>;
}

/** So many steps before the last one are looked at, the fewest first. All before them become one change. */
const BEFORE = [0, 1, 2, 4, 8, 16];

/**
 * Makes a failing sequence shorter, as long as `fails` says that the shorter one fails too: first to the last step alone,
 * then to few steps before it, then to those of them that are needed, then to the parts of each that are needed. Each
 * attempt boots hosts anew, so their number is bounded.
 */
export async function shrink(
  past: readonly Past[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
  most: number,
): Promise<readonly Step[]> {
  let attempts = 0;
  const tried = async (some: readonly Step[]) => {
    if (attempts >= most) return false;
    attempts += 1;
    return fails(some);
  };
  const short = await shortest(past, tried);
  const last = short.at(-1);
  // A long one that fails only as a whole takes hours to be tried in halves.
  if (!last || short.length > Math.max(...BEFORE) + 2) return short;
  let best = [...(await fewer(short.slice(0, -1), (some) => tried([...some, last]))), last];
  for (const [at, step] of best.entries())
    best = best.with(at, await smaller(step, (one) => tried(best.with(at, one))));
  return best;
}

async function shortest(
  past: readonly Past[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
): Promise<readonly Step[]> {
  const whole = past.map(({ step }) => step);
  if (whole.length > 1 && (await fails(whole.slice(-1)))) return whole.slice(-1);
  for (const before of BEFORE) {
    const from = whole.length - 1 - before;
    const jump: Step = { do: 'change', edits: Object.fromEntries(past[from]?.sites ?? []) };
    const some = [jump, ...whole.slice(from)];
    if (some.length < whole.length && (await fails(some))) return some;
  }
  return whole;
}
