import { createPatch } from 'diff';
import type { HostState, RecordedFile } from './case.ts';

/** In what a host is not as it was recorded, a line each; texts as a diff. */
export function stateFaults(host: string, right: HostState, found: HostState): string[] {
  return (['networks', 'pools', 'domains', 'files', 'sysctl'] as const).flatMap((kind) =>
    thingFaults(`${host}: ${kind}`, right[kind], found[kind]),
  );
}

/** The same for things by name. */
export function thingFaults(
  what: string,
  right: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): string[] {
  return namesOf(right, found).flatMap((name) => {
    const [one, other] = [right[name], found[name]];
    if (other === undefined && one !== undefined) return [`${what} ${name} is missing`];
    if (one === undefined) return [`${what} ${name} is not among what Ansible left`];
    return fieldFaults(
      `${what} ${name}`,
      withoutHistory(one as RecordedFile),
      withoutHistory(other as object),
    );
  });
}

const namesOf = (one: object, other: object) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();

/** Whether a path was there before is not compared; a diff says the same as the digest beside it. */
function withoutHistory(thing: RecordedFile & { was?: string; diff?: unknown }): object {
  const { was: _, diff: __, ...rest } = thing;
  return typeof rest.content === 'string' ? { ...rest, content: withoutIdentity(rest.content) } : rest;
}

/** Which uuid libvirt makes up differs from host to host. */
const withoutIdentity = (text: string) => text.replaceAll(/<uuid>[^<]*<\/uuid>/g, '<uuid>UUID</uuid>');

function fieldFaults(what: string, right: object, found: object): string[] {
  return namesOf(right, found).flatMap((key) => {
    const [one, other] = [right, found].map((each) => (each as Record<string, unknown>)[key]);
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    if (typeof one === 'string' && typeof other === 'string' && one.includes('\n'))
      return [`${what}: ${key} differs\n${createPatch(key, one, other).split('\n').slice(4).join('\n')}`];
    return [`${what}: ${key} is ${JSON.stringify(other)}, not ${JSON.stringify(one)}`];
  });
}
