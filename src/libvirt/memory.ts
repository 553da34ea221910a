import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Change, leaves, NO_IMPACT } from '../plan/change.ts';
import { only, type Probe } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import type { Paths } from './paths.ts';

/**
 * The ownership record of one network of a project: what each task wrote when it was last applied, by the task's id.
 * Records of before 2026-12 have the paths of lists only.
 */
export interface Remembered {
  version: 1;
  project: string;
  network: string;
  tasks: Readonly<Record<string, Paths>>;
}

/** What a host keeps of the last applies. */
export interface Memory {
  /** Whether this session may write it; one that is not root may hardly ever. */
  writable: boolean;
  networks: readonly Remembered[];
}

const FOLDER = '/var/lib/virtfleet/networks';

/** Where nothing was ever remembered, no process is started. */
const READ = `
for at in "$1" "\${1%/*}" "\${1%/*/*}"; do
  [ -e "$at" ] || continue
  [ ! -w "$at" ] || echo writable
  break
done
set -- "$1"/*.json
[ ! -e "$1" ] || cat -- "$@"`;

/** What is remembered of all networks of a host, of every project. */
export const networkMemory: Probe<Memory> = {
  key: 'network memory',
  ask: { kind: 'script', script: READ, args: [FOLDER] },
  parse: (answers) => parseMemory(only(answers).stdout.toString()),
};

/** A line is one network; one that cannot be read counts as nothing remembered, and so removes nothing. */
export function parseMemory(text: string): Memory {
  const lines = text.split('\n');
  return { writable: lines[0] === 'writable', networks: lines.flatMap(parseLine).toSorted(byName) };
}

export function find({ networks }: Memory, project: string, name: string): Remembered | undefined {
  return networks.find((each) => each.project === project && each.network === name);
}

/** The memory after a network is remembered or forgotten, and the step that makes it so on the host. */
interface Kept {
  memory: Memory;
  steps: Step[];
}

/** Remembers a network in the place of what is known of it. */
export function withNetwork(memory: Memory, next: Remembered): Kept {
  if (!memory.writable) return { memory, steps: [] };
  const { project, network } = next;
  const others = forgotten(memory, project, network).memory.networks;
  const content = `${JSON.stringify(next)}\n`;
  return {
    memory: { ...memory, networks: [...others, next].toSorted(byName) },
    steps: [{ do: 'write', path: pathOf(project, network), content, mode: '0644' }],
  };
}

/** Forgets a network. */
export function forgotten(memory: Memory, project: string, network: string): Kept {
  const known = find(memory, project, network);
  if (!memory.writable || !known) return { memory, steps: [] };
  return {
    memory: { ...memory, networks: memory.networks.filter((each) => each !== known) },
    steps: [{ do: 'remove', path: pathOf(project, network) }],
  };
}

/** The change that comes to this, if to anything. */
export function remembering({ memory, steps }: Kept): Change[] {
  if (steps.length === 0) return [];
  const told = { what: 'what was written', before: null, after: null, impact: NO_IMPACT };
  return [{ ...told, steps, leaves: [leaves(networkMemory, memory)], bookkeeping: true }];
}

function pathOf(project: string, network: string): string {
  const key = JSON.stringify([project, network]);
  return `${FOLDER}/${safeName(network)}.${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`;
}

/** A name may hold any character, and a file name not: what is left of it needs something that tells it apart. */
export function safeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}

const paths = z.record(z.string(), z.array(z.string()));
const remembered = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  network: z.string(),
  tasks: z.record(z.string(), paths),
});

function parseLine(line: string): Remembered[] {
  if (!line.startsWith('{')) return [];
  try {
    const { success, data } = remembered.safeParse(JSON.parse(line));
    return success ? [data as Remembered] : [];
  } catch {
    return [];
  }
}

function byName(one: Remembered, other: Remembered): number {
  const [a = '', b = ''] = [one, other].map(({ project, network }) => JSON.stringify([network, project]));
  return a < b ? -1 : 1;
}
