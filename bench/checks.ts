import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, openLab } from '../test/lab/lab.ts';
import { median, type Sample, sample } from './measure.ts';
import { program } from './program.ts';
import { networkTask, sharedHosts } from './shared-hosts.ts';

/**
 * Prints what a drift check of hosts in step costs: with history and all reports against the same check without them,
 * and of a thousand names that share the hosts: `npm run bench:checks [RUNS [NAMES]]`.
 */
const RUNS = Number(process.argv[2] ?? 7);
const NAMES = Number(process.argv[3] ?? 1000);
const HOSTS = 10;
const NETWORKS = 20;
const REPORTS = ['json', 'ndjson', 'junit', 'prometheus', 'sarif', 'html', 'markdown'];

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
const lab = openLab(join(tmpdir(), 'virtfleet-bench-checks'));
try {
  await lab.up({ hosts: HOSTS, releases: ['bookworm'], log: console.error });
  await bench(lab);
} finally {
  await lab.down();
}

async function bench({ paths }: Lab): Promise<void> {
  const folder = join(paths.state, 'checks');
  mkdirSync(folder, { recursive: true });
  const playbook = join(folder, 'site.yaml');
  writeFileSync(
    playbook,
    JSON.stringify([{ hosts: 'all', tasks: Array.from({ length: NETWORKS }, networkTask) }]),
  );
  const names = join(folder, 'names.json');
  writeFileSync(names, JSON.stringify(sharedHosts(lab, NAMES)));
  const own = (name: string) => join(folder, name);
  const reports = REPORTS.flatMap((kind) => [
    `--${kind}`,
    own(`report.${kind === 'prometheus' ? 'prom' : kind}`),
  ]);
  const check = (inventory: string, ...words: string[]) =>
    virtfleet('drift', playbook, '-i', inventory, ...words);
  const bare = ['--history', 'none'];
  const full = ['--history', own('history.db'), ...reports];
  await virtfleet('run', playbook, '-i', paths.inventory, ...bare);
  const [without, within]: [Sample[], Sample[]] = [[], []];
  // They take turns, so that a slower minute of the machine meets both.
  for (let run = 0; run < RUNS; run += 1) {
    without.push(await check(paths.inventory, ...bare));
    within.push(await check(paths.inventory, ...full));
  }
  console.log(`${HOSTS} hosts, ${NETWORKS} networks; medians of ${RUNS} checks`);
  print('without history and reports', without);
  print('with history and all reports', within);
  for (const of of ['wall', 'cpu'] as const)
    console.log(`ratio of ${of}: ${(middle(within, of) / middle(without, of)).toFixed(2)}`);
  const script = join(import.meta.dirname, 'round-trips.ts');
  const counted = await lab.exec(
    ['node', '--import', 'tsx', script, playbook, 'drift', paths.inventory],
    interrupt,
  );
  if (counted.code !== 0) throw new Error(counted.stderr);
  console.log(`round trips after the handshake: ${[...new Set(Object.values(JSON.parse(counted.stdout)))]}`);
  console.log(`\n${NAMES} names that share these hosts, one check each`);
  for (const [what, words] of [
    ['without history and reports', bare],
    ['with history and all reports', full],
  ] as const) {
    const many = [await check(names, ...words)];
    print(what, many);
    console.log(`CPU a host: ${((middle(many, 'cpu') * 1_000) / NAMES).toFixed(1)} ms`);
  }
}

async function virtfleet(...words: string[]): Promise<Sample> {
  const taken = await sample(lab.command(['node', program, ...words]), {}, interrupt.signal);
  interrupt.signal.throwIfAborted();
  if (taken.code !== 0) throw new Error(`virtfleet ${words[0]} ended with ${taken.code}:\n${taken.output}`);
  return taken;
}

function middle(samples: readonly Sample[], of: 'wall' | 'cpu' | 'memory'): number {
  return median(samples.map((each) => each[of]));
}

function print(what: string, samples: readonly Sample[]): void {
  const [wall, cpu, memory] = [middle(samples, 'wall'), middle(samples, 'cpu'), middle(samples, 'memory')];
  const figures = [`${wall.toFixed(2)} s`, `${cpu.toFixed(2)} s CPU`, `${Math.round(memory / 2 ** 20)} MB`];
  console.log(`${what.padEnd(30)} ${figures.join(', ')}`);
}
