import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';
import { only, type Probe } from '../../plan/probe.ts';
import type { Paths } from '../compare/paths.ts';

/** A network of a project, of which a host remembers what was written. */
export interface About {
  project: string;
  /** Name of the network. */
  name: string;
}

/** The ownership record of one network of a project: what a host keeps of the last applies. */
export interface Memory {
  /** Whether this session may write it; one that is not root may hardly ever. */
  writable: boolean;
  /** What each task wrote when it was last applied, by its id. Records of before 2026-12 have the paths of lists only. */
  tasks: Readonly<Record<string, Paths>>;
}

const FOLDER = '/var/lib/virtfleet/networks';

const WRITABLE = `
for at in "$1" "\${1%/*}" "\${1%/*/*}"; do
  [ -e "$at" ] || continue
  [ ! -w "$at" ] || echo writable
  break
done`;

/** Where nothing is remembered, no process is started. */
const READ = `${WRITABLE}
[ ! -e "$2" ] || cat -- "$2"`;

/** What is remembered of one network: a run over many networks of a host reads each record for its own tasks only. */
export function memoryOf(about: About): Probe<Memory> {
  return {
    key: `memory of network ${JSON.stringify([about.project, about.name])}`,
    ask: { kind: 'script', script: READ, args: [FOLDER, pathOf(about)] },
    parse: (answers) => parseMemory(only(answers).stdout.toString(), about),
  };
}

/** Whether this session may write what is remembered. */
export const memoryWritable: Probe<boolean> = {
  key: 'memory of networks',
  ask: { kind: 'script', script: WRITABLE, args: [FOLDER] },
  parse: (answers) => only(answers).stdout.toString() === 'writable\n',
};

/** A record that cannot be read, or is of another network, counts as nothing remembered, and so removes nothing. */
export function parseMemory(text: string, about: About): Memory {
  const lines = text.split('\n');
  const record = lines.flatMap(parseLine).find((each) => isOf(each, about));
  return { writable: lines[0] === 'writable', tasks: record?.tasks ?? {} };
}

/** The changes after which this of a task is remembered, and what is remembered then. */
export function withTask(about: About, memory: Memory, task: string, paths: Paths): [Change[], Memory] {
  if (!memory.writable) return [[], memory];
  const { project, name: network } = about;
  const next = { ...memory, tasks: { ...memory.tasks, [task]: paths } };
  const content = `${JSON.stringify({ version: 1, project, network, tasks: next.tasks })}\n`;
  const step = { do: 'write' as const, path: pathOf(about), content, mode: '0644' };
  return [[{ ...TOLD, steps: [step], predictions: [predict(memoryOf(about), next)] }], next];
}

/** The change after which nothing of a network is remembered, where something is. */
export function forgetting(about: About, { writable, tasks }: Memory): Change[] {
  const isKnown = Object.keys(tasks).length > 0;
  return isKnown && writable ? [{ ...TOLD, ...forgotten(about, writable) }] : [];
}

/** The steps after which nothing of a network is remembered, whatever is remembered of it now. */
export function forgotten(about: About, writable: boolean): Pick<Change, 'steps' | 'predictions'> {
  if (!writable) return { steps: [], predictions: [] };
  return {
    steps: [{ do: 'remove', path: pathOf(about) }],
    predictions: [predict(memoryOf(about), { writable, tasks: {} })],
  };
}

const TOLD = {
  what: 'what was written',
  before: null,
  after: null,
  impact: NO_IMPACT,
  bookkeeping: true as const,
};

function pathOf({ project, name }: About): string {
  const key = JSON.stringify([project, name]);
  return `${FOLDER}/${safeName(name)}.${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`;
}

/** A name may hold any character, and a file name not: what is left of it needs something that tells it apart. */
export function safeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}

const remembered = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  network: z.string(),
  tasks: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});

type Remembered = z.output<typeof remembered>;

function parseLine(line: string): Remembered[] {
  if (!line.startsWith('{')) return [];
  try {
    const { success, data } = remembered.safeParse(JSON.parse(line));
    return success ? [data] : [];
  } catch {
    return [];
  }
}

function isOf({ project, network }: Remembered, about: About): boolean {
  return project === about.project && network === about.name;
}
