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
}

/**
 * One script: take the lock, compare the host with what was observed, claim the saved plan where one is applied, `keep`
 * what is there, do the steps up to the first that fails, read again. Steps are marked `t INDEX`, the last status
 * `r STATUS`.
 */
export function performText(
  { label, steps, before, after, guard, environment, keep = '' }: Work,
  virsh: Virsh,
  writer: Writer,
  nonce: string,
): string {
  const probes = before.map(({ probe }) => probe);
  const expected = fingerprint(
    probes,
    before.map(({ raw }) => raw),
    nonce,
  );
  const textOf = (step: Step) => inEnvironment(step, stepText(step, virsh), environment);
  const texts = guard ? guardedTexts(steps, textOf, guard, { virsh, writer }) : steps.map(textOf);
  const chain = texts.map((text, index) => `{ ${both(nonce, `t ${index}`)}\n${text}\n}`);
  // A guarded change has a lock of its own, which outlives this session.
  const isLong = !guard && secondsOf(steps) > 0;
  return [
    lockFunctions(writer),
    claimFunction(writer),
    both(nonce, 'lock'),
    'lock; locked=$?',
    'if [ $locked = 0 ]; then',
    `found=$( { ${comparedText(probes, virsh, nonce)}\n} 2>/dev/null | sha256sum)`,
    `if [ "\${found%% *}" = ${expected} ]; then`,
    'if claimed=$(claim 2>&1); then',
    byText(writer),
    journal(label),
    ...(keep === '' ? [] : [both(nonce, 'keep'), `${keep} || ${both(nonce, 'unkept')}`]),
    ...(isLong ? ['keep'] : []),
    `${chain.join(' && ')}`,
    `status=$?; ${isLong ? 'kill $keeper; ' : ''}printf '\\036${nonce} r %s\\036' $status`,
    `else ${both(nonce, 'claimed')}; printf %s "$claimed"`,
    'fi',
    `else ${both(nonce, 'moved')}`,
    'fi',
    `elif [ $locked = 1 ]; then ${both(nonce, 'held')}`,
    `else ${both(nonce, 'unlockable')}`,
    'fi',
    both(nonce, 'after'),
    readText(after, virsh, nonce),
  ].join('\n');
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
  /** Set when the steps took too long and were ended. */
  stopped?: true;
  /** Set when they printed more than is kept. */
  truncated?: true;
  /** Why the host could not keep what was there. */
  unkept?: string;
  /** What a step on the operator's machine came to, for `register`. */
  result?: Readonly<Record<string, unknown>> | undefined;
}

export function takePerformed({ stdout, stderr, stopped, truncated }: Reply, nonce: string): Performed {
  const parts = cutAtMarkers(stdout, nonce);
  const said = new Map(parts.map(({ text, bytes }) => [text, bytes]));
  const errors = new Map(cutAtMarkers(stderr, nonce).map(({ text, bytes }) => [text, bytes]));
  if (said.has('held')) return { kind: 'held', holder: holderOf(`${said.get('lock') ?? ''}`) };
  if (said.has('unlockable')) return { kind: 'unlockable', why: `${errors.get('lock') ?? ''}`.trim() };
  if (said.has('moved')) return { kind: 'moved' };
  if (said.has('claimed')) return { kind: 'claimed', why: `${said.get('claimed') ?? ''}`.trim() };
  const result = parts.find(({ text }) => text.startsWith('r '))?.text.slice(2) ?? '1';
  const steps = parts.filter(({ text }) => text.startsWith('t '));
  const last = steps.at(-1);
  const output = {
    status: Number(result),
    stdout: last?.bytes ?? Buffer.alloc(0),
    stderr: errors.get(last?.text ?? '') ?? Buffer.alloc(0),
    printed: steps.map(({ bytes }) => bytes),
    ...(stopped && { stopped: true as const }),
    ...(truncated && { truncated: true as const }),
    ...(said.has('unkept') && { unkept: `${errors.get('keep') ?? ''}`.trim() }),
  };
  return output.status === 0
    ? { kind: 'done', ...output }
    : { kind: 'step-failed', step: steps.length - 1, ...output };
}
