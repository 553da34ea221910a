import type { Probe } from '../../plan/probe.ts';
import { quote } from '../../plan/quote.ts';
import { type Step, secondsOf } from '../../plan/step.ts';
import type { Work } from '../apply.ts';
import { guardedTexts } from '../guard/arm-script.ts';
import { claimFunction } from '../script/claim.ts';
import { fingerprint } from '../script/fingerprint.ts';
import { holdingText } from '../script/holding.ts';
import { byText, journal } from '../script/journal.ts';
import { lockFunctions, type Writer } from '../script/lock.ts';
import { both, comparedText, readText } from '../script/observe.ts';
import { stepText } from '../script/step.ts';
import type { Virsh } from '../script/virsh.ts';
import { type Turns, virshTurns } from '../script/virsh-turns.ts';

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
  const turns = virshTurns(tasks, virsh);
  const text = [
    lockFunctions(writer),
    claimFunction(writer),
    both(nonce, 'lock'),
    'lock; locked=$?',
    'if [ $locked = 0 ]; then',
    ...comparison(before, virsh, nonce),
    writer.plan === undefined ? 'if true; then' : 'if claimed=$(claim 2>&1); then',
    byText(writer),
    ...(isLong ? ['keep'] : []),
    turns.begin,
    `${UPTIME}; printf '\\036${nonce} b %s\\036' "$up"`,
    ...tasks.map((task, index) => taskText(task, index, { virsh, writer, nonce, turns })),
    ...tasks.slice(1).map(() => 'fi'),
    turns.end,
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
  { virsh, writer, nonce, turns }: { virsh: Virsh; writer: Writer; nonce: string; turns: Turns },
): string {
  const textOf = (step: Step) => inEnvironment(step, stepText(step, virsh), environment);
  const turn = turns.of.get(task);
  const own = turn ? [turn.step] : steps.map(textOf);
  const texts = guard ? guardedTexts(steps, textOf, guard, { virsh, writer }) : own;
  const chain = texts.map((text, index) => `{ ${both(nonce, `t ${task} ${index}`)}\n${text}\n}`);
  return [
    journal(label),
    ...(keep === '' ? [] : [both(nonce, `keep ${task}`), `${keep} || ${both(nonce, `unkept ${task}`)}`]),
    chain.join(' && '),
    `status=$?; ${UPTIME}; printf '\\036${nonce} r ${task} %s %s\\036' $status "$up"`,
    ...(holds ? [`if [ $status = 0 ] && ${turn?.holds ?? holdingText(holds, virsh)}; then`] : []),
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
