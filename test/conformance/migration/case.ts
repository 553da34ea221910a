import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `ansible-playbook` made of an item of a loop; `item` is its label. */
export interface RecordedItem {
  status: 'ok' | 'changed' | 'failed' | 'skipped';
  item?: unknown;
  msg?: string;
  /** Of debug: `msg`, or the name and its value. */
  output?: Record<string, unknown>;
}

/** What `ansible-playbook` made of a task on a host; `items` are those of its loop. */
export interface RecordedTask extends Omit<RecordedItem, 'item'> {
  play: string;
  task: string;
  module: string;
  ignored?: boolean;
  items?: readonly RecordedItem[];
}

/** A path of a host that is not as on a clean one. */
export interface RecordedFile {
  removed?: boolean;
  type?: 'file' | 'directory' | 'link';
  mode?: string;
  owner?: string;
  group?: string;
  content?: string;
  sha256?: string;
  target?: string;
}

/** What a host is like after a run. */
export interface HostState {
  networks: Record<string, unknown>;
  pools: Record<string, unknown>;
  domains: Record<string, unknown>;
  files: Record<string, RecordedFile>;
  /** Keys below `net.` whose value is not that of a clean host. */
  sysctl: Record<string, unknown>;
}

/** One run of a playbook and what came of it. */
export interface RecordedRun {
  id: string;
  clean: boolean;
  command: string;
  env?: Record<string, string>;
  exit_code: number;
  recap: Record<string, Record<string, number>>;
  tasks: Record<string, readonly RecordedTask[]>;
  /** By host and unit: jobs of the run, and where enablement or state differ from before. */
  units: Record<string, Record<string, unknown>>;
  /** Files that the run made or changed in the folder of the project. */
  project_files?: Record<string, { content: string; mode: string }>;
  state?: Record<string, HostState>;
  state_same_as?: string;
}

/** `what` names things such as `network plain and careful`; `right` may name a run whose state they should have. */
export interface IntendedDifference {
  run: string;
  what: string;
  right: string;
}

/** A project with the runs that were recorded of it. */
export interface MigrationCase {
  name: string;
  /** The folder of the project, which no run changes. */
  project: string;
  /** Hosts of the lab by the names that the project has for them. */
  hosts: Record<string, string>;
  runs: readonly RecordedRun[];
  /** Where Ansible does what it should not, and what should be done instead. */
  intended_differences?: readonly IntendedDifference[];
}

/** Whether the folder holds cases, or is one. */
export const hasMigration = (folder: string): boolean => folders(folder).length > 0;

export function migrationCases(folder: string): MigrationCase[] {
  return folders(folder).map((name) => ({
    ...(JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as Omit<MigrationCase, 'project'>),
    project: join(folder, name, 'project'),
  }));
}

function folders(folder: string): string[] {
  if (existsSync(join(folder, 'case.json'))) return ['.'];
  return readdirSync(folder).filter(
    (name) => existsSync(join(folder, name, 'case.json')) && existsSync(join(folder, name, 'project')),
  );
}

/**
 * The state that each host should have after a run. What an intended difference names should be as in the run that it
 * points to, from its own run on.
 */
export function rightState(one: MigrationCase, run: RecordedRun): Record<string, HostState> {
  const state = structuredClone(stateOf(one.runs, run));
  for (const { run: id, what, right } of one.intended_differences ?? []) {
    const other = one.runs.find((each) => each.id !== id && right.includes(`run ${each.id}`));
    if (!other || !isSince(one.runs, id, run)) continue;
    for (const [host, { networks }] of Object.entries(stateOf(one.runs, other)))
      for (const [name, network] of Object.entries(networks))
        if (what.split(/\W+/).includes(name) && state[host]) state[host].networks[name] = network;
  }
  return state;
}

/** Whether a run stands on one with an intended difference. */
export function isAfterDifference(
  { intended_differences = [], runs }: MigrationCase,
  run: RecordedRun,
): boolean {
  return intended_differences.some(({ run: id }) => isSince(runs, id, run));
}

/** Whether a run stands on what the run `id` left. */
function isSince(runs: readonly RecordedRun[], id: string, run: RecordedRun): boolean {
  const [from, to] = [runs.findIndex((each) => each.id === id), runs.indexOf(run)];
  return from >= 0 && from <= to && runs.slice(from + 1, to + 1).every(({ clean }) => !clean);
}

/** The state that was recorded, which may be written at an earlier run. */
function stateOf(runs: readonly RecordedRun[], run: RecordedRun): Record<string, HostState> {
  const named = runs.find(({ id }) => id === run.state_same_as);
  return run.state ?? (named ? stateOf(runs, named) : {});
}
