import type { Done } from './campaign.ts';
import { PARTS } from './parts/index.ts';

/** What a soak came to, as a table of counts. */
export function summary(all: readonly Done[]): string {
  const wrong = all.filter((one) => one.wrong.length > 0).length;
  return [
    'kind of step          steps   wrong   seconds: median, most',
    ...lines(all, ({ step }) => step.do),
    'fault in a change     steps   wrong   seconds: median, most',
    ...lines(all, ({ step, wasStruck }) =>
      step.do !== 'change'
        ? undefined
        : step.struck
          ? wasStruck
            ? step.struck.fault
            : 'came too late'
          : 'none',
    ),
    'done by hand',
    ...counts(all.flatMap(({ step }) => (step.do === 'drift' ? Object.values(step.injuries).flat() : []))),
    'kind of change        changes of hosts, values: seen, all',
    ...changes(all),
    `out of reach at most ${Math.max(0, ...all.map(({ unreachable = 0 }) => unreachable))} s, without power and with its cable out as well`,
    `${all.length} steps, ${wrong} violations`,
  ].join('\n');
}

function lines(all: readonly Done[], kindOf: (one: Done) => string | undefined): string[] {
  const kinds = new Map<string, Done[]>();
  for (const one of all) {
    const kind = kindOf(one);
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [...kinds].map(([kind, some]) => {
    const seconds = some.map((one) => Math.round(one.seconds)).toSorted((one, other) => one - other);
    const wrong = some.filter((one) => one.wrong.length > 0).length;
    const counted = `${String(some.length).padEnd(8)}${String(wrong).padEnd(8)}`;
    return `  ${kind.padEnd(20)}${counted}${seconds[seconds.length >> 1]}, ${seconds.at(-1)}`;
  });
}

function counts(names: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, number]) => `  ${String(number).padEnd(5)}${name}`);
}

/** How often parts of each kind became something else, and how many of their values came up. */
function changes(all: readonly Done[]): string[] {
  const edits = all.flatMap(({ step }) => (step.do === 'change' ? Object.values(step.edits) : []));
  return [...new Set(PARTS.map(({ kind }) => kind))].map((kind) => {
    const parts = PARTS.filter((part) => part.kind === kind);
    const seen = parts.flatMap(({ name }) =>
      edits.flatMap((site) => (site[name] === undefined ? [] : [`${name} ${site[name]}`])),
    );
    const values = parts.flatMap((part) => part.values).length;
    return `  ${kind.padEnd(26)}${String(seen.length).padEnd(8)}${new Set(seen).size}, ${values}`;
  });
}
