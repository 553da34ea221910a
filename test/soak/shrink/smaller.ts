import type { Edits, Step } from '../step.ts';

/** As few items as still fail, by leaving out halves, then quarters, and so on (ddmin of Zeller and Hildebrandt). */
export async function fewer<T>(
  items: readonly T[],
  fails: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let rest = items;
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < rest.length; ) {
      const some = rest.toSpliced(at, size);
      if (await fails(some)) rest = some;
      else at += size;
    }
  return rest;
}

/** A step with as few hosts and parts as still fail. */
export async function smaller(step: Step, fails: (step: Step) => Promise<boolean>): Promise<Step> {
  if (step.do === 'drift') {
    const pairs = pairsOf(step.injuries);
    const rest = await fewer(pairs, (some) => fails({ ...step, injuries: grouped(some) }));
    return { ...step, injuries: grouped(rest) };
  }
  if (step.do !== 'change') return step;
  const { struck, resume, ...quiet } = step;
  if (struck && (await fails(quiet))) return smaller(quiet, fails);
  const parts = Object.entries(step.edits).flatMap(([host, site]) =>
    Object.entries(site).map(([part, value]) => ({ host, part, value })),
  );
  const rest = await fewer(parts, (some) => fails({ ...step, edits: editsOf(some) }));
  return { ...step, edits: editsOf(rest) };
}

function pairsOf(injuries: Readonly<Record<string, readonly string[]>>): { host: string; name: string }[] {
  return Object.entries(injuries).flatMap(([host, names]) => names.map((name) => ({ host, name })));
}

function grouped(pairs: readonly { host: string; name: string }[]): Record<string, string[]> {
  const of: Record<string, string[]> = {};
  for (const { host, name } of pairs) of[host] = [...(of[host] ?? []), name];
  return of;
}

function editsOf(parts: readonly { host: string; part: string; value: string }[]): Edits {
  const edits: Record<string, Record<string, string>> = {};
  for (const { host, part, value } of parts) edits[host] = { ...edits[host], [part]: value };
  return edits;
}
