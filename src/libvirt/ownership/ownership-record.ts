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
export interface OwnershipRecord {
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
export function ownershipRecord(about: About): Probe<OwnershipRecord> {
  return {
    key: `memory of network ${JSON.stringify([about.project, about.name])}`,
    open: true,
    ask: { kind: 'script', script: READ, args: [FOLDER, pathOf(about)] },
    parse: (answers) => parseRecord(only(answers).stdout.toString(), about),
    within: {
      probe: allRecords,
      answers: (text) => [{ status: 0, stdout: Buffer.from(String(text)), stderr: Buffer.alloc(0) }],
    },
  };
}

/** What is remembered of all networks of all projects: nobody knows what a project will be called that is adopted. */
export const allRecords: Probe<string> = {
  key: 'memory of all networks',
  open: true,
  ask: { kind: 'script', script: `${WRITABLE}\ncat -- "$1"/* 2>/dev/null; true`, args: [FOLDER] },
  parse: (answers) => only(answers).stdout.toString(),
};

/** Whether this session may write what is remembered. */
export const recordWritable: Probe<boolean> = {
  key: 'memory of networks',
  open: true,
  ask: { kind: 'script', script: WRITABLE, args: [FOLDER] },
  parse: (answers) => only(answers).stdout.toString() === 'writable\n',
};

/** A record that cannot be read, or is of another network, counts as nothing remembered, and so removes nothing. */
export function parseRecord(text: string, about: About): OwnershipRecord {
  const lines = text.split('\n');
  const record = lines.flatMap(parseLine).find((each) => isOf(each, about));
  return { writable: lines[0] === 'writable', tasks: record?.tasks ?? {} };
}

/** The changes after which this of a task is remembered, and what is remembered then. */
export function withTask(
  about: About,
  record: OwnershipRecord,
  task: string,
  paths: Paths,
): [Change[], OwnershipRecord] {
  if (!record.writable) return [[], record];
  const { project, name: network } = about;
  const next = { ...record, tasks: { ...record.tasks, [task]: paths } };
  const content = `${JSON.stringify({ version: 1, project, network, tasks: next.tasks })}\n`;
  const step = { do: 'write' as const, path: pathOf(about), content, mode: '0644' };
  return [[{ ...UNCHANGED, steps: [step], predictions: [predict(ownershipRecord(about), next)] }], next];
}

/** The change after which nothing of a network is remembered, where something is. */
export function forgetting(about: About, { writable, tasks }: OwnershipRecord): Change[] {
  const isKnown = Object.keys(tasks).length > 0;
  return isKnown && writable ? [{ ...UNCHANGED, ...forgotten(about, writable) }] : [];
}

/** The steps after which nothing of a network is remembered, whatever is remembered of it now. */
export function forgotten(about: About, writable: boolean): Pick<Change, 'steps' | 'predictions'> {
  if (!writable) return { steps: [], predictions: [] };
  return {
    steps: [{ do: 'remove', path: pathOf(about) }],
    predictions: [predict(ownershipRecord(about), { writable, tasks: {} })],
  };
}

const UNCHANGED = {
  action: 'update' as const,
  proof: 'observed' as const,
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

/** A file name cannot hold every character of a name: the replaced name needs a hash to stay unique. */
export function safeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}

const taskRecord = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  network: z.string(),
  tasks: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});

type TaskRecord = z.output<typeof taskRecord>;

function parseLine(line: string): TaskRecord[] {
  if (!line.startsWith('{')) return [];
  try {
    const { success, data } = taskRecord.safeParse(JSON.parse(line));
    return success ? [data] : [];
  } catch {
    return [];
  }
}

function isOf({ project, network }: TaskRecord, about: About): boolean {
  return project === about.project && network === about.name;
}
