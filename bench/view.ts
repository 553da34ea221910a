import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Happening, Listener } from '../src/plan/run-event.ts';
import { FRAME, LiveView } from '../src/report/live/live-view.ts';
import { terminalListener } from '../src/report/terminal.ts';
import { change, outcome } from '../test/report/outcomes.ts';

/**
 * Prints what the live view costs while a rollout goes on in real time, in a terminal of 100 × 30: the events alone,
 * with the view, and with the view and the report above it.
 */
const HOSTS = 2_000;
const WAVES = 40;
const TASKS = 10;
const SECONDS = Number(process.env['VIEW_SECONDS'] ?? 60);
const KINDS = ['events', 'view', 'report'] as const;
type Kind = (typeof KINDS)[number];

/** What one of them took: seconds of one core, and megabytes. */
interface Cost {
  wall: number;
  cpu: number;
  heap: number;
  rss: number;
  frames: number;
  bytes: number;
  events: number;
}

const [kind, file] = process.argv.slice(2);
if (kind && file) writeFileSync(file, JSON.stringify(await measured(kind as Kind)));
else for (const one of KINDS) print(one, inTerminal(one));

/** Runs this file again in a terminal. */
function inTerminal(one: Kind): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-bench-'));
  try {
    const result = join(folder, 'cost.json');
    const command = `stty cols 100 rows 30 && exec "${process.execPath}" --expose-gc --import tsx "${import.meta.filename}" ${one} "${result}"`;
    const { status } = spawnSync('script', ['-qec', command, '/dev/null'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`script ended with ${status}`);
    return JSON.parse(readFileSync(result, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measured(one: Kind): Promise<Cost> {
  const shown = { frames: 0, bytes: 0 };
  const write = (text: string) => {
    shown.frames += 1;
    shown.bytes += text.length;
    process.stderr.write(text);
  };
  const size = () => ({ columns: process.stderr.columns, rows: process.stderr.rows });
  const view = new LiveView({ terminal: { write, size }, forks: 50 });
  const above = (text: string) => view.above(() => process.stdout.write(text));
  const options = { color: true, width: 100, verbose: false, diff: false, expand: false };
  const report = terminalListener({ ...options, write: above });
  const listeners: Listener[] = [
    ...(one === 'report' ? [report] : []),
    ...(one === 'events' ? [] : [(event: Parameters<Listener>[0]) => view.tell(event)]),
  ];
  const moments = story();
  globalThis.gc?.();
  const before = process.memoryUsage();
  const ticking = one === 'events' ? undefined : setInterval(() => view.tick(), FRAME);
  const used = process.cpuUsage();
  const began = performance.now();
  for (const [at, happening] of moments) {
    const early = at - (performance.now() - began);
    if (early > 2) await sleep(early);
    const event = { run: 'bench', time: new Date().toISOString(), ...happening };
    for (const listener of listeners) listener(event);
  }
  const wall = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(used);
  clearInterval(ticking);
  view.end();
  globalThis.gc?.();
  const after = process.memoryUsage();
  const [heap, rss] = [(after.heapUsed - before.heapUsed) / 1e6, after.rss / 1e6];
  return { wall, cpu: (user + system) / 1e6, heap, rss, ...shown, events: moments.length };
}

/** What happens when (milliseconds): all hosts are planned, then each wave performs its tasks and is looked at. */
function story(): [number, Happening][] {
  const play = 'Networks';
  const hosts = Array.from({ length: HOSTS }, (_, index) => `hv${String(index + 1).padStart(4, '0')}`);
  const size = HOSTS / WAVES;
  const waves = Array.from({ length: WAVES }, (_, index) => ({
    hosts: hosts.slice(index * size, (index + 1) * size),
    what: `batch ${index + 1} of ${WAVES}`,
  }));
  const slot = (SECONDS * 1_000) / WAVES;
  const changes = [change('mtu', { before: '1500', after: '9000' })];
  const ofWave = ({ hosts: own }: (typeof waves)[number], index: number): [number, Happening][] => {
    const begin = index * slot;
    const wave = index + 1;
    const step = (slot * 0.9) / TASKS;
    return [
      [begin, { type: 'wave-started', play, wave, hosts: own }],
      ...own.flatMap((host, at): [number, Happening][] => [
        [begin, { type: 'host-started', host }],
        ...Array.from({ length: TASKS }, (_, task): [number, Happening][] => {
          const starts = begin + step * (task + at / size);
          const record = outcome(host, {
            task: `bridge br${task}`,
            ...(task % 3 === 0 && { status: 'changed', changes }),
            ...(at === 7 && task === TASKS - 1 && { status: 'failed', message: 'no such device' }),
          });
          return [
            [starts, { type: 'task-started', host, play, task: `bridge br${task}` }],
            [starts + step * 0.9, { type: 'task-ended', record }],
          ];
        }).flat(),
        [begin + step * (TASKS + at / size), { type: 'host-ended', host }],
      ]),
      [begin + slot * 0.995, { type: 'wave-ended', play, wave, failed: own.slice(7, 8) }],
      [begin + slot * 0.996, { type: 'gate-started', play, wave, gate: 'verify' }],
      [begin + slot * 0.999, { type: 'gate-ended', play, wave, gate: 'verify', passed: true }],
    ];
  };
  return [
    [0, { type: 'run-started', playbook: 'site.yaml', mode: 'apply', operator: 'a@b', hosts }] as [
      number,
      Happening,
    ],
    [0, { type: 'play-started', play, hosts }] as [number, Happening],
    [0, { type: 'rollout-planned', play, waves }] as [number, Happening],
    ...waves.flatMap(ofWave).toSorted(([one], [other]) => one - other),
  ];
}

function print(one: Kind, { wall, cpu, heap, rss, frames, bytes, events }: Cost): void {
  const rate = (frames / wall).toFixed(1);
  console.log(
    `${one.padEnd(7)} ${events} events in ${wall.toFixed(1)} s: ${((cpu / wall) * 100).toFixed(1)} % of a core, ${rate} writes/s of ${(bytes / Math.max(1, frames)).toFixed(0)} characters; ${heap.toFixed(1)} MB kept, ${rss.toFixed(0)} MB in all`,
  );
}
