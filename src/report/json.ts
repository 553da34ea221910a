import type { Impact } from '../plan/change.ts';
import type { Downtime } from '../plan/downtime.ts';
import type { Mode, Outcome, Recap, Status } from '../plan/outcome.ts';
import { recaps } from './recap.ts';

/** The document of `--format json`. Its version changes when a key goes or changes its meaning. */
interface RunDocument {
  version: 1;
  playbook: string;
  mode: Mode;
  hosts: Record<string, Recap>;
  tasks: TaskDocument[];
  exit_code: number;
}

interface TaskDocument {
  play: string;
  task: string;
  module: string;
  host: string;
  status: Status;
  changes: { what: string; before: string | null; after: string | null; impact: Impact }[];
  message?: string;
  warnings?: readonly string[];
  downtimes?: readonly Downtime[];
  ignored?: true;
  unverified?: true;
}

export interface Run {
  playbook: string;
  mode: Mode;
  /** Every host of the run, also those of which no task is told. */
  hosts: readonly string[];
  outcomes: readonly Outcome[];
  exitCode: number;
}

/** One JSON document on one run, with a newline at its end. Keys that do not apply are left out. */
export function runJson({ playbook, mode, hosts, outcomes, exitCode }: Run): string {
  const document: RunDocument = {
    version: 1,
    playbook,
    mode,
    hosts: Object.fromEntries(recaps(hosts, outcomes)),
    tasks: outcomes.map(task),
    exit_code: exitCode,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function task({ play, task, module, host, status, changes, ...rest }: Outcome): TaskDocument {
  return {
    play,
    task,
    module,
    host,
    status,
    changes: changes.map(({ what, before, after, impact }) => ({ what, before, after, impact })),
    ...(rest.message !== undefined && { message: rest.message }),
    ...(rest.warnings?.length && { warnings: rest.warnings }),
    ...(rest.downtimes?.length && { downtimes: rest.downtimes }),
    ...(rest.ignored && { ignored: true as const }),
    ...(rest.unverified && { unverified: true as const }),
  };
}
