import type { Impact, TextDiff } from '../plan/change.ts';
import type { Downtime } from '../plan/downtime.ts';
import type { Mode, Outcome, Recap, Status } from '../plan/outcome.ts';
import { recaps } from './recap.ts';

/** The document of `--format json`. Its version changes when a key goes or changes its meaning. */
interface RunDocument extends About {
  version: 1;
  hosts: Record<string, Recap>;
  tasks: TaskDocument[];
  exit_code: number;
}

interface TaskDocument {
  play: string;
  task: string;
  module: string;
  host: string;
  place?: { file: string; line: number; column: number };
  status: Status;
  changes: {
    what: string;
    before: string | null;
    after: string | null;
    impact: Impact;
    diff?: TextDiff;
  }[];
  message?: string;
  warnings?: readonly string[];
  downtimes?: readonly Downtime[];
  ignored?: true;
  unverified?: true;
}

/** Which run it was. */
export interface About {
  /** The id that the journals and the locks of the hosts have, too. */
  run: string;
  /** The version of Virtfleet. */
  virtfleet: string;
  /** `name@machine`. */
  operator: string;
  /** ISO 8601, of this machine's clock. */
  started: string;
  ended: string;
  /** Of the folder of the playbook; null where it is in no git repository. */
  commit: { id: string; changed: boolean } | null;
  playbook: string;
  mode: Mode;
}

export interface Run {
  about: About;
  /** Whether the changes have their diffs. */
  diff: boolean;
  /** Every host of the run, also those of which no task is told. */
  hosts: readonly string[];
  outcomes: readonly Outcome[];
  exitCode: number;
}

/** One JSON document on one run, with a newline at its end. Keys that do not apply are left out. */
export function runJson({ about, diff, hosts, outcomes, exitCode }: Run): string {
  const document: RunDocument = {
    version: 1,
    ...about,
    hosts: Object.fromEntries(recaps(hosts, outcomes)),
    tasks: outcomes.map((outcome) => taskOf(outcome, diff)),
    exit_code: exitCode,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function taskOf(
  { play, task, module, host, status, changes, ...rest }: Outcome,
  diff: boolean,
): TaskDocument {
  return {
    play,
    task,
    module,
    host,
    ...(rest.place && { place: rest.place }),
    status,
    changes: changes.map(({ what, before, after, impact, ...more }) => ({
      what,
      before,
      after,
      impact,
      ...(diff && more.diff && { diff: more.diff }),
    })),
    ...(rest.message !== undefined && { message: rest.message }),
    ...(rest.warnings?.length && { warnings: rest.warnings }),
    ...(rest.downtimes?.length && { downtimes: rest.downtimes }),
    ...(rest.ignored && { ignored: true as const }),
    ...(rest.unverified && { unverified: true as const }),
  };
}
