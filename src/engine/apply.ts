import type { Holding } from '../plan/change.ts';
import type { Probe } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import type { Reply } from '../transport/session.ts';
import type { Said } from './guard/confirm-script.ts';
import type { CutOff } from './guard/confirmation.ts';
import type { Guard } from './guard/guard.ts';
import type { Touched } from './kept/touched.ts';
import { type Holder, holderOf } from './script/holder.ts';
import { cutAtMarkers } from './script/markers.ts';
import type { Observations } from './script/observations.ts';
import type { Raw } from './script/raw.ts';

/** The steps of one task, what they rest on and what proves them. */
export interface Work {
  /** What is done, for the journal of the host. */
  label: string;
  steps: readonly Step[];
  /** Environment variables of the programs and scripts among the steps. */
  environment?: Readonly<Record<string, string>>;
  /** What was observed and must not have moved. */
  before: readonly { probe: Probe; raw: Raw }[];
  /** What is read afterwards. */
  after: readonly Probe[];
  /** Set when the host rolls the steps back unless they are confirmed. */
  guard?: Guard;
  /** What the steps change. */
  touched?: Touched;
  /** Shell text that keeps it before. */
  keep?: string;
  /**
   * What is not as the task wants it, by what was read afterwards and what the steps said: a guarded change is kept
   * when that is nothing.
   */
  proof?: (current: Observations, said: Said) => string | undefined;
  /** Set where another task stands behind it in the script: that begins where all of these end with zero. */
  holds?: readonly Holding[];
}

export type Performed =
  /** Another run holds the lock, or what an earlier one left is not at its end. Nothing was written. */
  | { kind: 'held'; holder: Holder }
  /** The lock cannot be written, such as on a full disk. Nothing was written. */
  | { kind: 'unlockable'; why: string }
  /** The host is not as it was observed. Nothing was written. */
  | { kind: 'moved' }
  /** The saved plan was applied by another run, or that it is cannot be noted. Nothing was written. */
  | { kind: 'claimed'; why: string }
  /**
   * The host rolled it all back; `left` are the keys of what is not as it was, `also` the files of earlier tasks that
   * went with it, `unwritten` those that the disk refused; the command `restore` tries again.
   */
  | {
      kind: 'reverted';
      why: string;
      left: readonly string[];
      also: readonly string[];
      unwritten: readonly string[];
      restore: string;
    }
  /** The host did not come to the end of a guarded change; `answers` when it could be asked to the last. */
  | { kind: 'silent'; answers: boolean }
  | CutOff
  | ({ kind: 'done' } & Output)
  /** `step` is the number of the step; `what` names what failed where that is none of the task. */
  | ({ kind: 'step-failed'; step: number; what?: string } & Output);

/** What the last step that ran said, and for each that ran its own output. */
interface Output {
  stdout: Buffer;
  stderr: Buffer;
  status: number;
  printed: readonly Buffer[];
  /** From the beginning of the script's first task to the end of this one, by the clock of the host. */
  seconds?: number;
  /** Set when the steps took too long and were ended. */
  stopped?: true;
  /** Set when they printed more than is kept. */
  truncated?: true;
  /** Why the host could not keep what was there. */
  unkept?: string;
  /** What a step on the operator's machine came to, for `register`. */
  result?: Readonly<Record<string, unknown>> | undefined;
}

/** Ends of a script that wrote nothing. */
export const NOTHING_BEGAN: readonly Performed['kind'][] = ['held', 'unlockable', 'moved', 'claimed'];

/** What steps come to of which there are none. */
export const DONE: Performed & { kind: 'done' } = {
  kind: 'done',
  ...{ stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), status: 0, printed: [] },
};

/** What became of each task of a script that was begun, in order; where nothing was written the one reason. */
export type AllPerformed = [Performed, ...Performed[]];

export function takePerformed({ stdout, stderr, stopped, truncated }: Reply, nonce: string): AllPerformed {
  const parts = cutAtMarkers(stdout, nonce);
  const said = new Map(parts.map(({ text, bytes }) => [text, bytes]));
  const errors = new Map(cutAtMarkers(stderr, nonce).map(({ text, bytes }) => [text, bytes]));
  if (said.has('held')) return [{ kind: 'held', holder: holderOf(`${said.get('lock') ?? ''}`) }];
  if (said.has('unlockable')) return [{ kind: 'unlockable', why: `${errors.get('lock') ?? ''}`.trim() }];
  if (said.has('moved')) return [{ kind: 'moved' }];
  if (said.has('claimed')) return [{ kind: 'claimed', why: `${said.get('claimed') ?? ''}`.trim() }];
  const ends = new Map(parts.flatMap(({ text }) => endOf(text)));
  const begun = parts.flatMap(({ text }) => /^t (\d+) /.exec(text)?.[1] ?? []).map(Number);
  const last = Math.max(0, ...begun);
  const performed = (task: number): Performed => {
    const steps = parts.filter(({ text }) => text.startsWith(`t ${task} `));
    const step = steps.at(-1);
    // Of a task that another one was begun behind, no more than its output is missing.
    const { status, up } = ends.get(task) ?? { status: task < last ? 0 : 1 };
    const output = {
      status,
      stdout: step?.bytes ?? Buffer.alloc(0),
      stderr: errors.get(step?.text ?? '') ?? Buffer.alloc(0),
      printed: steps.map(({ bytes }) => bytes),
      ...(up !== undefined && { seconds: up - (ends.get(-1)?.up ?? up) }),
      ...(stopped && task === last && { stopped: true as const }),
      ...(truncated && { truncated: true as const }),
      ...(said.has(`unkept ${task}`) && { unkept: `${errors.get(`keep ${task}`) ?? ''}`.trim() }),
    };
    return status === 0
      ? { kind: 'done', ...output }
      : { kind: 'step-failed', step: steps.length - 1, ...output };
  };
  return [performed(0), ...Array.from({ length: last }, (_, index) => performed(index + 1))];
}

/** The status of a task and when it ended; the beginning of all is -1. */
function endOf(mark: string): [number, { status: number; up?: number }][] {
  const [kind, ...words] = mark.split(' ');
  const [task, status, up] = kind === 'b' ? ['-1', '0', words[0]] : words;
  if (kind !== 'b' && kind !== 'r') return [];
  return [[Number(task), { status: Number(status), ...(up && { up: Number(up) }) }]];
}
