import { createPatch } from 'diff';
import type { HostState, RecordedFile } from './case.ts';

/** In what a host is not as it was recorded, a line each; texts as a diff. */
export function stateFaults(host: string, right: HostState, found: HostState): string[] {
  return (['networks', 'pools', 'domains', 'files'] as const).flatMap((kind) =>
    namesOf(right[kind], found[kind]).flatMap((name) => {
      const [one, other] = [right[kind][name], found[kind][name]];
      if (other === undefined && one !== undefined) return [`${host}: ${kind} ${name} is missing`];
      if (one === undefined) return [`${host}: ${kind} ${name} is not among what Ansible left`];
      return fieldFaults(`${host}: ${kind} ${name}`, withoutHistory(one as RecordedFile), other as object);
    }),
  );
}

const namesOf = (one: object, other: object) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();

/** Whether a path was there before is not compared; a diff says the same as the digest beside it. */
function withoutHistory(file: RecordedFile & { was?: string; diff?: unknown }): object {
  const { was: _, diff: __, ...rest } = file;
  return rest;
}

function fieldFaults(what: string, right: object, found: object): string[] {
  return namesOf(right, found).flatMap((key) => {
    const [one, other] = [right, found].map((each) => (each as Record<string, unknown>)[key]);
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    if (typeof one === 'string' && typeof other === 'string' && one.includes('\n'))
      return [`${what}: ${key} differs\n${createPatch(key, one, other).split('\n').slice(4).join('\n')}`];
    return [`${what}: ${key} is ${JSON.stringify(other)}, not ${JSON.stringify(one)}`];
  });
}
