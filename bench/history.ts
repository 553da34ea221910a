import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askHistory } from '../src/commands/ask-history.ts';
import { history as declaration } from '../src/commands/declaration/history.ts';
import { openHistory } from '../src/history/history.ts';
import { historyPlace } from '../src/history/history-place.ts';
import { differenceSince } from '../src/history/questions/difference-since.ts';
import { Recorder } from '../src/history/recorder.ts';
import { listening } from '../test/commands/project.ts';
import { change, event, outcome } from '../test/report/outcomes.ts';

/** Keeps a million outcomes, and prints how long each question takes: `node --import tsx bench/history.ts [RUNS]`. */
const RUNS = Number(process.argv[2] ?? 250);
const HOSTS = 200;
const TASKS = 20;

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-bench-'));
const path = join(folder, 'history.db');
const local = { home: folder, env: {} };
const place = historyPlace(process.argv[3] ?? path, local);
if (place.kind === 'none') throw new Error('a bench of nothing');
try {
  const writing = beginning();
  for (let index = 0; index < RUNS; index += 1) await keepOne(index);
  print(`${RUNS} runs of ${HOSTS} hosts and ${TASKS} tasks kept`, writing);
  if (place.kind === 'file') console.log(`${Math.round(statSync(path).size / 1e6)} MB`);
  const day = new Date(Date.parse('2026-01-01') + (RUNS - 24) * 3_600_000).toISOString();
  for (const words of [
    ['list'],
    ['list', '--host', 'hv017'],
    ['list', '--status', 'failed'],
    ['list', '--playbook', 'site'],
    ['show', 'last'],
    ['host', 'hv017'],
    ['network', 'hv017/net3'],
    ['diff', '3', String(RUNS)],
    ['export', '--since', day],
    ['export'],
  ])
    await timed(words);
  const history = await openHistory(place);
  const started = beginning();
  await differenceSince(history, { host: 'hv017', resource: 'network net3', what: 'mtu' });
  print('since when a difference is there', started);
  await history.destroy();
  await timed(['prune', '--keep', '2026-01-02']);
  await timed(['prune', '--keep', '1m']);
} finally {
  rmSync(folder, { recursive: true });
}

async function keepOne(index: number): Promise<void> {
  if (place.kind === 'none') return;
  const time = new Date(Date.parse('2026-01-01') + index * 3_600_000).toISOString();
  const head = {
    version: '0.1.0',
    playbooks: ['playbooks/site.yaml'],
    inventory: ['inventory'],
    inventoryHash: '00c0ffee',
    limit: undefined,
    tags: [],
    skipTags: [],
  };
  const recorder = new Recorder({ place, head, commit: Promise.resolve(undefined), warn: console.error });
  const hosts = Array.from({ length: HOSTS }, (_, host) => `hv${String(host).padStart(3, '0')}`);
  const about = { run: `run-${index}`, time };
  recorder.listener({
    ...event({ type: 'run-started', playbook: 'site', mode: 'drift', operator: 'op@bench', hosts }),
    ...about,
  });
  for (const [number, host] of hosts.entries())
    for (let task = 0; task < TASKS; task += 1) {
      const differs = (number * 7 + task * 3 + (index >> 4)) % 41 === 0;
      const record = outcome(host, {
        task: `Network ${task}`,
        resource: `network net${task}`,
        status: differs ? 'would-change' : 'ok',
        changes: differs ? [change('mtu', { before: '1500', after: '9000' })] : [],
        started: time,
        ended: time,
      });
      recorder.listener({ ...event({ type: 'task-ended', record }), ...about });
    }
  await recorder.finish({ ended: time, exitCode: 3 });
}

async function timed(words: readonly string[]): Promise<void> {
  const { io } = listening({}, folder);
  const options = Object.fromEntries(
    Object.entries(declaration.options).map(([name, one]) => [name, one.initial]),
  );
  const positional: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word.startsWith('--')) options[word.slice(2)] = words[++index];
    else positional.push(word);
  }
  const started = beginning();
  await askHistory(positional, { ...options, history: process.argv[3] ?? path } as never, io);
  print(words.join(' '), started);
}

interface Beginning {
  wall: number;
  cpu: NodeJS.CpuUsage;
}

function beginning(): Beginning {
  return { wall: performance.now(), cpu: process.cpuUsage() };
}

/** The time that passed, and that of the processor: on a busy machine they are far apart. */
function print(what: string, { wall, cpu }: Beginning): void {
  const { user, system } = process.cpuUsage(cpu);
  const times = [performance.now() - wall, (user + system) / 1_000].map((ms) => ms.toFixed(0).padStart(8));
  console.log(`${times.join('')} ms  ${what}`);
}
