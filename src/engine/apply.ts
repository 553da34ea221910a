import type { Holding } from '../plan/change.ts';
import type { Probe } from '../plan/probe.ts';
import { quote } from '../plan/quote.ts';
import { type Step, secondsOf } from '../plan/step.ts';
import type { Reply } from '../transport/session.ts';
import { guardedTexts } from './guard/arm-script.ts';
import type { Said } from './guard/confirm-script.ts';
import type { CutOff } from './guard/confirmation.ts';
import type { Guard } from './guard/guard.ts';
import type { Touched } from './kept/touched.ts';
import { claimFunction } from './script/claim.ts';
import { fingerprint } from './script/fingerprint.ts';
import { type Holder, holderOf } from './script/holder.ts';
import { holdingText } from './script/holding.ts';
import { byText, journal } from './script/journal.ts';
import { lockFunctions, type Writer } from './script/lock.ts';
import { cutAtMarkers } from './script/markers.ts';
import type { Observations } from './script/observations.ts';
import { both, comparedText, readText } from './script/observe.ts';
import type { Raw } from './script/raw.ts';
import { stepText } from './script/step.ts';
import type { Virsh } from './script/virsh.ts';

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

/** What a host gets: the text of a script, for how many seconds beyond a moment, and what it reads at the end. */
interface Script {
  text: string;
  seconds: number;
  after: readonly Probe[];
}

/**
 * One script: take the lock, compare the host with what was observed, claim the saved plan where one is applied, `keep`
 * what is there and do each task up to the first that fails or does not hold, read again. Steps are marked `t TASK INDEX`, the end of a task
 * `r TASK STATUS UPTIME`. A guarded task is the only one of its script.
 */
export function scriptOf(tasks: readonly Work[], virsh: Virsh, writer: Writer, nonce: string): Script {
  const before = unique(
    tasks.flatMap((task) => task.before),
    ({ probe }) => probe.key,
  );
  // A guarded change has a lock of its own, which outlives this session.
  const seconds = timeOf(tasks);
  const isLong = !tasks.some(({ guard }) => guard) && seconds > 0;
  const after = unique(
    tasks.flatMap((task) => task.after),
    ({ key }) => key,
  );
  const text = [
    lockFunctions(writer),
    claimFunction(writer),
    both(nonce, 'lock'),
    'lock; locked=$?',
    'if [ $locked = 0 ]; then',
    ...comparison(before, virsh, nonce),
    'if claimed=$(claim 2>&1); then',
    byText(writer),
    ...(isLong ? ['keep'] : []),
    `${UPTIME}; printf '\\036${nonce} b %s\\036' "$up"`,
    ...tasks.map((task, index) => taskText(task, index, { virsh, writer, nonce })),
    ...tasks.slice(1).map(() => 'fi'),
    ...(isLong ? ['kill $keeper'] : []),
    `else ${both(nonce, 'claimed')}; printf %s "$claimed"`,
    'fi',
    `else ${both(nonce, 'moved')}`,
    'fi',
    `elif [ $locked = 1 ]; then ${both(nonce, 'held')}`,
    `else ${both(nonce, 'unlockable')}`,
    'fi',
    both(nonce, 'after'),
    ...(after.length > 0 ? [readText(after, virsh, nonce)] : []),
  ].join('\n');
  return { text, seconds, after };
}

/** The beginning of an `if`: the host answers as it did. */
function comparison(before: Work['before'], virsh: Virsh, nonce: string): string[] {
  if (before.length === 0) return ['if true; then'];
  const probes = before.map(({ probe }) => probe);
  const raws = before.map(({ raw }) => raw);
  return [
    `found=$( { ${comparedText(probes, virsh, nonce)}\n} 2>/dev/null | sha256sum)`,
    `if [ "\${found%% *}" = ${fingerprint(probes, raws, nonce)} ]; then`,
  ];
}

/** Sets `up` to the seconds since the host booted, in hundredths, without a process. */
const UPTIME = '{ read -r up rest; } 2>/dev/null </proc/uptime || up=';

/** Shell text of one task, which sets `status`; the next one stands within its `if`. */
function taskText(
  { label, steps, guard, environment, holds, keep = '' }: Work,
  task: number,
  { virsh, writer, nonce }: { virsh: Virsh; writer: Writer; nonce: string },
): string {
  const textOf = (step: Step) => inEnvironment(step, stepText(step, virsh), environment);
  const texts = guard ? guardedTexts(steps, textOf, guard, { virsh, writer }) : steps.map(textOf);
  const chain = texts.map((text, index) => `{ ${both(nonce, `t ${task} ${index}`)}\n${text}\n}`);
  return [
    journal(label),
    ...(keep === '' ? [] : [both(nonce, `keep ${task}`), `${keep} || ${both(nonce, `unkept ${task}`)}`]),
    chain.join(' && '),
    `status=$?; ${UPTIME}; printf '\\036${nonce} r ${task} %s %s\\036' $status "$up"`,
    ...(holds ? [`if [ $status = 0 ] && ${holdingText(holds, virsh)}; then`] : []),
  ].join('\n');
}

/** Seconds beyond a moment that tasks may take; each of several may take what a script of its own may. */
function timeOf(tasks: readonly Work[]): number {
  return secondsOf(tasks.flatMap(({ steps }) => steps)) + (tasks.length - 1) * SCRIPT;
}

const SCRIPT = 60;

function unique<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}

/** The values stand in the script, which travels on stdin, and in no argument of a process. */
function inEnvironment({ do: kind }: Step, text: string, environment: Work['environment']): string {
  if (!environment || (kind !== 'run' && kind !== 'script')) return text;
  const pairs = Object.entries(environment).map(([name, value]) => `${name}=${quote([value])}`);
  return `(\nexport ${pairs.join(' ')}\n${text}\n)`;
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
