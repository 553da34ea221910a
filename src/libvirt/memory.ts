import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Change, leaves, NO_IMPACT } from '../plan/change.ts';
import { only, type Probe } from '../plan/probe.ts';
import { type Entries, LIST_NAMES } from './lists.ts';

/** One network of a project: the entries that each task wrote when it was last applied, by the task's id. */
export interface Remembered {
  version: 1;
  project: string;
  network: string;
  tasks: Readonly<Record<string, Entries>>;
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

/** The change that keeps this of a network, or nothing of it; none where the session cannot write it. */
export function keep(
  network: Pick<Remembered, 'project' | 'network'>,
  tasks: Remembered['tasks'] | undefined,
  memory: Memory,
): Change[] {
  if (!memory.writable) return [];
  const { project, network: name } = network;
  const path = pathOf(network);
  const next: Remembered | undefined = tasks && { version: 1, project, network: name, tasks };
  const others = memory.networks.filter((each) => each !== find(memory, project, name));
  const networks = [...others, ...(next ? [next] : [])].toSorted(byName);
  return [
    {
      what: `memory of network ${name}`,
      before: null,
      after: null,
      impact: NO_IMPACT,
      steps: [
        next
          ? { do: 'write', path, content: `${JSON.stringify(next)}\n`, mode: '0644' }
          : { do: 'remove', path },
      ],
      leaves: [leaves(networkMemory, { ...memory, networks })],
      bookkeeping: true,
    },
  ];
}

/** A name may hold any character, and a file name not: what is left of it is told apart by a hash. */
function pathOf({ project, network }: Pick<Remembered, 'project' | 'network'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([project, network]))
    .digest('hex')
    .slice(0, 16);
  return `${FOLDER}/${network.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)}.${hash}.json`;
}

const entries = z.partialRecord(z.enum(LIST_NAMES), z.array(z.string()));
const remembered = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  network: z.string(),
  tasks: z.record(z.string(), entries),
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
