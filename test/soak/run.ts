import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ended, start } from '../interrupts/client.ts';
import { lab } from '../lab/lab.ts';
import { hostFault, signalsOf } from './faults.ts';
import { type Stage, siteFile, words, write } from './stage.ts';
import { edited, type Moment, type Struck } from './step.ts';

/** A task as the report has it. */
export interface Reported {
  host: string;
  task: string;
  status: string;
  message?: string;
}

/** What a run came to. */
export interface Ran {
  code: number | null;
  said: string;
  tasks: readonly Reported[];
  /** Its id; absent where it had no report. */
  run?: string;
  /** Whether what was to strike it did so before its end. */
  wasStruck: boolean;
}

/** Runs the playbook of the stage, or resumes it, with what strikes it on the way. */
export async function run(
  stage: Stage,
  more: readonly string[] = [siteFile(stage)],
  struck?: Struck,
): Promise<Ran> {
  const [report, events] = [join(stage.folder, 'report.json'), join(stage.folder, 'events.ndjson')];
  for (const file of [report, events]) rmSync(file, { force: true });
  const argv = ['node', 'dist/cli.js', 'run', ...more, ...words(stage), '--json', report, '--ndjson', events];
  const client = start(argv);
  let isOver = false;
  const ended = client.ended.finally(() => {
    isOver = true;
  });
  const wasStruck = struck ? await strike(stage, struck, client, ended, () => isOver) : false;
  const { code, said } = await ended;
  const tasks = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as { tasks: Reported[] }).tasks
    : [];
  const id = existsSync(events) ? /"run":"([^"]+)"/.exec(readFileSync(events, 'utf8'))?.[1] : undefined;
  return { code, said, tasks, ...(id && { run: id }), wasStruck };
}

type Client = ReturnType<typeof start>;

/** Waits for the moment and strikes. Whatever began is brought to an end when the run is over. */
async function strike(
  stage: Stage,
  { fault, hosts, moment, edits }: Struck,
  client: Client,
  ended: Promise<Ended>,
  isOver: () => boolean,
): Promise<boolean> {
  await hasCome(moment, hosts, isOver);
  await Promise.race([sleep(moment.delay), ended]);
  if (isOver()) return false;
  const own = hostFault(fault);
  if (own) {
    await Promise.all(hosts.map((host) => own.begin(host)));
    await ended;
    await Promise.all(hosts.map((host) => own.end?.(host)));
  }
  for (const signal of signalsOf(fault)) {
    client.strike(signal);
    await Promise.race([sleep(200), ended]);
  }
  if (edits) await other(stage, edits);
  return true;
}

/** Shell text that holds as soon as a run is so far. */
const MOMENTS: Readonly<Record<Moment['when'], string>> = {
  begun: 'true',
  writing: '[ -e /run/lock/virtfleet.lock ]',
  detached: '[ -e /run/lock/virtfleet.detached ]',
};

async function hasCome({ when }: Moment, hosts: readonly string[], isOver: () => boolean): Promise<void> {
  const look = `timeout 2 sh -c 'until ${MOMENTS[when]}; do sleep 0.05; done'`;
  while (!isOver()) {
    const looks = await Promise.all(hosts.map((host) => lab.onHost(host, look)));
    if (looks.some(({ code }) => code === 0)) return;
  }
}

/** Another operator's run, which wants something else; then the playbook is what it was. */
async function other(stage: Stage, edits: NonNullable<Struck['edits']>): Promise<void> {
  write(stage, edited(stage.sites, edits));
  const argv = ['node', 'dist/cli.js', 'run', siteFile(stage), ...words(stage)];
  const { said } = await start(argv).ended;
  write(stage);
  if (/This is a bug/.test(said)) throw new Error(said);
}
