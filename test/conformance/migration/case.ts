import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `ansible-playbook` made of a task on a host; `items` are those of its loop. */
export interface RecordedTask {
  play: string;
  task: string;
  module: string;
  status: 'ok' | 'changed' | 'failed' | 'skipped';
  ignored?: boolean;
  items?: readonly { status: RecordedTask['status']; item?: unknown; output?: unknown }[];
  /** Of debug. */
  output?: unknown;
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
  state?: Record<string, HostState>;
  state_same_as?: string;
}

/** A project with the runs that were recorded of it. */
export interface MigrationCase {
  name: string;
  /** The folder of the project, which no run changes. */
  project: string;
  /** Hosts of the lab by the names that the project has for them. */
  hosts: Record<string, string>;
  runs: readonly RecordedRun[];
  /** Where Ansible does what it should not: those runs are compared in the exit code alone. */
  intended_differences?: readonly { run: string }[];
}

export const hasMigration = (folder: string): boolean => folders(folder).length > 0;

export function migrationCases(folder: string): MigrationCase[] {
  return folders(folder).map((name) => ({
    ...(JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as Omit<MigrationCase, 'project'>),
    project: join(folder, name, 'project'),
  }));
}

function folders(folder: string): string[] {
  return readdirSync(folder).filter(
    (name) => existsSync(join(folder, name, 'case.json')) && existsSync(join(folder, name, 'project')),
  );
}

/** The state that a run left, which may be written at an earlier one. */
export function stateOf({ runs }: MigrationCase, run: RecordedRun): Record<string, HostState> {
  const named = runs.find(({ id }) => id === run.state_same_as);
  return run.state ?? (named ? stateOf({ runs } as MigrationCase, named) : {});
}
