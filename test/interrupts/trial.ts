import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lab } from '../lab/lab.ts';
import { type Ended, interrupted, leftovers, start, type Way } from './client.ts';
import { GUESTS, type Kind } from './kinds.ts';

/** Milliseconds in which a client ends after the second Ctrl-C. */
const WITHIN = 2_000;

/** A host on which a kind of work is interrupted again and again; what belongs to it lies in `folder`. */
export interface Stage {
  host: string;
  kind: Kind;
  folder: string;
  /** What is on the host now. */
  version: number;
  /** Milliseconds that a run takes which nobody interrupts. */
  takes: number;
}

/** How one moment went. */
export interface Trial {
  way: Way;
  /** Milliseconds from the start to the first signal, from the last one to the end, and without a processor then. */
  delay: number;
  after: number;
  starved: number;
  /** Each task with how it ended. */
  states: readonly string[];
  /** What was not as it should have been. */
  faults: readonly string[];
}

interface Reported {
  task: string;
  status: string;
  message?: string;
}

/** Brings the host to the next version without an interruption. */
export async function calibrate(stage: Stage): Promise<void> {
  const { argv, next } = prepared(stage);
  const from = performance.now();
  const { code, said } = await start(argv, stage.kind.answers).ended;
  if (code !== 0) throw new Error(`${stage.kind.name} on ${stage.host}: ${said}`);
  stage.takes = performance.now() - from;
  stage.version = next;
}

/** Interrupts a run at one moment, and looks whether all that was said is true and the next run converges. */
export async function tried(stage: Stage, moment: { way: Way; delay: number; gap: number }): Promise<Trial> {
  const { kind, version } = stage;
  const { argv, report, next } = prepared(stage);
  const ended = await interrupted(argv, kind.answers, moment);
  const left = await leftovers(stage.folder);
  const found = await shown(stage);
  const reported = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as { tasks: Reported[] }).tasks
    : [];
  const faults = [
    ...endFaults(ended, moment.way, reported.length > 0),
    ...(left === '' ? [] : [`left behind: ${left}`]),
    ...untruths(reported, found, { version, next }),
    ...(await takenBack(stage, reported, version)),
    ...(await resumed(stage, next, moment.way, ended.code)),
  ];
  stage.version = next;
  const states = reported.map(({ task, status }) => `${task} ${status}`);
  return { way: moment.way, delay: moment.delay, after: ended.after, starved: ended.starved, states, faults };
}

/** The next playbook, and what runs it. */
function prepared({ kind, host, folder, version }: Stage) {
  const next = (version % 250) + 1;
  const [playbook, report] = [join(folder, 'site.yaml'), join(folder, 'report.json')];
  const tasks = kind.aims.map(({ task }) => task(next));
  writeFileSync(playbook, JSON.stringify([{ name: 'Trial', hosts: host, ...kind.play, tasks }]));
  rmSync(report, { force: true });
  const words = ['-i', lab.paths.inventory, '--history', join(folder, 'history.db')];
  const argv = ['node', 'dist/cli.js', 'run', playbook, ...words, '--json', report, ...(kind.words ?? [])];
  return { argv, report, next };
}

function endFaults({ code, after, starved, said }: Ended, way: Way, isReported: boolean): string[] {
  if (way === 'kill') return [];
  return [
    ...(way === 'twice' && after - starved > WITHIN
      ? [`it took ${Math.round(after)} ms to end, without a processor for ${Math.round(starved)}`]
      : []),
    ...(/This is a bug/.test(said) ? [`a bug: ${said}`] : []),
    // Node that is at its very end leaves a signal to the system, which the shell calls 130 as well.
    ...([0, 130, null].includes(code) ? [] : [`exit code ${code}: ${said}`]),
    ...(isReported || /no host was contacted/.test(said) || code === 0 || said === '' || isEarly(said)
      ? []
      : [`no report: ${said}`]),
  ];
}

/** It had not begun to listen: node was starting. */
const isEarly = (said: string) => said.trim() === '';

/** Versions by task, as the host shows them. */
async function shown({ kind, host }: Stage): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for (const { task, shows } of kind.aims) {
    if (shows === '') continue;
    const { stdout } = await lab.onHost(host, shows);
    versions.set((task(0) as { name: string }).name, Number(stdout.trim()));
  }
  return versions;
}

/** What the report says and the host does not show. What is lost may be either. */
function untruths(
  reported: readonly Reported[],
  found: ReadonlyMap<string, number>,
  { version, next }: { version: number; next: number },
): string[] {
  return reported.flatMap(({ task, status, message }) => {
    const is = found.get(task);
    if (status === 'changed' || status === 'ok')
      return is === undefined || is === next
        ? []
        : [`${task} ${status}, but the host has ${is}, not ${next}`];
    if (status === 'not-started')
      return is === undefined || is === version ? [] : [`${task} not-started, but the host has ${is}`];
    return status === 'lost' ? [] : [`${task} ${status}: ${message}`];
  });
}

/** Seconds that a rollback may take. */
const ROLLBACK = 8;

/** A guarded change is as it was when its time has come, and the host begins to take it back no later than was said. */
async function takenBack(stage: Stage, reported: readonly Reported[], version: number): Promise<string[]> {
  const lost = reported.find(({ task, status }) => task === 'bridge br9' && status === 'lost');
  const [, time] =
    /takes it back at (\d\d:\d\d:\d\d) at the latest( unless)?/.exec(lost?.message ?? '') ?? [];
  if (!lost) return [];
  if (time === undefined) return [`lost without a time: ${lost.message}`];
  const until = new Date();
  until.setHours(...(time.split(':').map(Number) as [number, number, number]), 0);
  await sleep(Math.max(0, until.getTime() - Date.now()) + ROLLBACK * 1000);
  const is = (await shown(stage)).get('bridge br9');
  return is === version || / unless /.test(lost.message ?? '')
    ? []
    : [`not taken back by ${time}: it has ${is}`];
}

/** The next run comes to the end of all: no lock, no guard and no state of the history stands against it. */
async function resumed(stage: Stage, next: number, way: Way, code: number | null): Promise<string[]> {
  const { folder, kind, host } = stage;
  const own = ['--history', join(folder, 'history.db'), ...(kind.words ?? [])];
  const [playbook, inventory] = [join(folder, 'site.yaml'), lab.paths.inventory];
  const begun = [
    ['node', 'dist/cli.js', 'run', '--resume', ...own],
    ['node', 'dist/cli.js', 'run', playbook, '-i', inventory, ...own],
  ];
  const faults: string[] = [];
  // Where the run had not come as far as the history, or all was done, there is nothing to resume.
  for (const [index, argv] of begun.entries()) {
    const ended = await start(argv, kind.answers).ended;
    const isNothing = index === 0 && /Nothing to resume/.test(ended.said);
    if (ended.code !== 0)
      faults.push(`run ${index === 0 ? '--resume' : 'again'} (${way}, ${code}): ${ended.said}`);
    if (ended.code === 0 && !isNothing) break;
  }
  const found = await shown(stage);
  const behind = [...found].filter(([, is]) => is !== next);
  const { stdout: ports } = kind.name === 'restart' ? await lab.onHost(host, GUESTS) : { stdout: '2' };
  return [
    ...faults,
    ...behind.map(([task, is]) => `the next run did not converge: ${task} is ${is}, not ${next}`),
    ...(ports.trim() === '2' ? [] : [`guests lost their bridge: ${ports.trim()} ports`]),
  ];
}
