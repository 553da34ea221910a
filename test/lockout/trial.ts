import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LockoutCase, Status } from './case.ts';
import { comes, difference, giveSix, reset, snapshot } from './host-state.ts';
import { enter, forget, type Jump, lab, must, type Stage } from './stage.ts';

/** How a case went on a host. */
export interface Trial {
  status: string;
  /** Whether the operator's way was gone for good: the one thing that never happens. */
  isLost: boolean;
  /** Whether the host could be put back by hand, for the next case. */
  isBack: boolean;
  /** What was not as it should have been; none for a case that passed. */
  faults: readonly string[];
  seconds: number;
}

/** Seconds to confirm, where a change is to stay and where it is to go. */
const LONG = 60;
const SHORT = 10;
/** Seconds that a host may take beyond that until the operator reaches it again. */
const WITHIN = 60;

interface Reported {
  status: Status | 'unreachable' | 'lost' | 'not-started';
  task: string;
  message?: string;
}

/** Brings a case about on a host that is as it was kept, judges what comes of it, and puts the host back. */
export async function tried(
  one: LockoutCase,
  stage: Stage,
  jump: Jump,
  pristine: string,
  folder: string,
): Promise<Trial> {
  const begun = Date.now();
  const faults: string[] = [];
  let [status, isLost] = ['not run', false];
  try {
    await forget(stage, jump);
    const variables = await enter(one.way, stage, jump, one.user ?? 'root', folder);
    if (one.way.endsWith('6')) await giveSix(stage);
    if (one.before) await must(lab.onHost(stage.name, `exec 2>&1\n${filled(one.before, stage, jump)}`));
    const run = (tasks: readonly object[], timeout: number) =>
      runTasks(tasks, timeout, { one, stage, jump, variables, folder });
    if (one.setup) {
      const { reported, text } = await run(one.setup, LONG);
      if (reported.some((task) => task.status !== 'changed')) throw new Error(`set up: ${text}`);
    }
    const before = await snapshot(stage);
    const stays = one.ends.includes('changed');
    const { reported, code, text } = await run(one.tasks, stays && one.ends.length === 1 ? LONG : SHORT);
    const last = reported.filter((task) => task.status !== 'not-started').at(-1);
    status = last?.status ?? (code === 1 ? 'refused' : `exit ${code}`);
    await forget(stage, jump);
    isLost = !(await answers(variables, folder, stage));
    if (isLost) faults.push('the host is lost');
    if (!one.ends.some((end) => end === status))
      faults.push(`${status}, not ${one.ends.join(' or ')}: ${text}`);
    faults.push(...(await untruths(status, code, before, one, { stage, run, text })));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  const isBack = await reset(stage, pristine).then(
    () => true,
    (error: Error) => {
      faults.push(error.message);
      return false;
    },
  );
  return { status, isLost, isBack, faults, seconds: Math.round((Date.now() - begun) / 1000) };
}

/** What a run says that is not so. */
async function untruths(
  status: string,
  code: number,
  before: string,
  { tasks }: LockoutCase,
  { stage, run, text }: { stage: Stage; run: Run; text: string },
): Promise<string[]> {
  if (status === 'changed' || status === 'ok') {
    const isPlanned = tasks.some((task) => 'bridge' in task || 'network' in task || 'sysctl' in task);
    const again = isPlanned ? await run(tasks, SHORT) : undefined;
    const differing = again?.reported.filter((task) => task.status !== 'ok') ?? [];
    return [
      ...(code === 0 ? [] : [`exit ${code} of a change that stays`]),
      ...(differing.length > 0 ? [`a second run finds ${differing[0]?.status}: ${again?.text}`] : []),
    ];
  }
  const isAsBefore = await comes(stage, before, 5);
  const after = isAsBefore ? '' : await snapshot(stage);
  return [
    ...(code === (status === 'refused' ? 1 : 2) ? [] : [`exit ${code} of a change that does not stay`]),
    ...(isAsBefore ? [] : [`the host is not as before:\n${difference(before, after)}`]),
    ...(status === 'reverted' && !text.includes('it is as it was before')
      ? [`it says so otherwise: ${text}`]
      : []),
  ];
}

type Run = (
  tasks: readonly object[],
  timeout: number,
) => Promise<{ reported: Reported[]; code: number; text: string }>;

async function runTasks(
  tasks: readonly object[],
  timeout: number,
  {
    one,
    stage,
    jump,
    variables,
    folder,
  }: { one: LockoutCase; stage: Stage; jump: Jump; variables: object; folder: string },
): ReturnType<Run> {
  const own = join(folder, stage.name);
  mkdirSync(own, { recursive: true });
  const [playbook, inventory] = [join(own, 'play.yaml'), join(own, 'inventory.yaml')];
  const timed = tasks.map((task, index) => ({
    name: `Task ${index + 1}`,
    confirm_timeout: timeout,
    ...task,
  }));
  const play = [{ name: 'Play', hosts: stage.name, disruption: one.disruption ?? 'link', tasks: timed }];
  writeFileSync(playbook, filled(JSON.stringify(play), stage, jump));
  writeFileSync(inventory, JSON.stringify({ all: { hosts: { [stage.name]: variables } } }));
  const words = ['run', playbook, '-i', inventory, '--accept-new', '--format', 'json'];
  const { code, stdout, stderr } = await lab.exec(['node', 'dist/cli.js', ...words]);
  const { tasks: reported = [] } = (stdout.startsWith('{') ? JSON.parse(stdout) : {}) as {
    tasks?: Reported[];
  };
  const messages = reported.flatMap(({ task, status, message }) =>
    message ? `${task} ${status}: ${message}` : [],
  );
  return { reported, code, text: [...messages, stderr.trim()].filter(Boolean).join('\n') };
}

function filled(text: string, { address4, address6 }: Stage, { address }: Jump): string {
  return text.replaceAll('ADDRESS4', address4).replaceAll('ADDRESS6', address6).replaceAll('JUMP', address);
}

/** Whether the operator logs in on his way within the time that a host may take. */
async function answers(
  variables: Record<string, string | boolean>,
  folder: string,
  { name }: Stage,
): Promise<boolean> {
  const { ansible_host: host = '', ansible_user: user = '', ansible_ssh_common_args: args = '' } = variables;
  const quiet = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=3', '-o', 'StrictHostKeyChecking=no'];
  const [key, words] = [lab.paths.key, String(args).split(' ')];
  const ask = [
    'ssh',
    ...words,
    ...quiet,
    '-i',
    key,
    `${user}@${host}`,
    user === 'root' ? 'true' : 'sudo -n true',
  ];
  const until = Date.now() + (SHORT + WITHIN) * 1000;
  for (;;) {
    if ((await lab.exec(['timeout', '10', ...ask], { cwd: join(folder, name) })).code === 0) return true;
    if (Date.now() > until) return false;
    await sleep(500);
  }
}
