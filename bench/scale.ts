import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Lab, openLab } from '../test/lab/lab.ts';
import { program } from './program.ts';
import { plotOf, type Scaled } from './scale-plot.ts';
import { networkTask, sharedHosts } from './shared-hosts.ts';

/**
 * usage: npm run bench:scale [-- --hosts 100,500,1000,2000,5000 --transport ssh2,openssh --networks 6 --forks 10 --plot FILE]
 *
 * Prints, as a table in Markdown, what one drift check of many hosts costs the operator's machine: names that share the
 * ten hosts of a lab. The plot is an SVG.
 */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '100,500,1000,2000,5000' },
    transport: { type: 'string', default: 'ssh2,openssh' },
    networks: { type: 'string', default: '6' },
    forks: { type: 'string', default: '10' },
    plot: { type: 'string' },
  },
});

/** Says at the end how many microseconds the process itself has taken, without its children: those of ssh(1). */
const OWN = `data:text/javascript,${encodeURIComponent("process.on('exit', () => { const { user, system } = process.cpuUsage(); process._rawDebug('own', user + system); })")}`;

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
const lab = openLab(join(tmpdir(), 'virtfleet-bench-scale'));
try {
  await lab.up({ hosts: 10, releases: ['bookworm'], log: console.error });
  const taken = await bench(lab);
  if (values.plot !== undefined) writeFileSync(values.plot, plotOf(taken));
} finally {
  await lab.down();
}

async function bench(fleet: Lab): Promise<Scaled[]> {
  const folder = join(fleet.paths.state, 'scale');
  mkdirSync(folder, { recursive: true });
  const playbook = join(folder, 'site.yaml');
  const tasks = Array.from({ length: Number(values.networks) }, networkTask);
  writeFileSync(playbook, JSON.stringify([{ hosts: 'all', rollout: 'all-at-once', tasks }]));
  await checked(['run', playbook, '-i', fleet.paths.inventory]);
  console.log('| transport | hosts | first outcome | whole check | CPU a host | with ssh(1) | memory |');
  console.log('| --------- | ----- | ------------- | ----------- | ---------- | ----------- | ------ |');
  const taken: Scaled[] = [];
  for (const transport of values.transport.split(','))
    for (const hosts of values.hosts.split(',').map(Number)) {
      const inventory = join(folder, `${transport}-${hosts}.json`);
      writeFileSync(inventory, JSON.stringify(sharedHosts(fleet, hosts, { virtfleet_transport: transport })));
      const cost = await checked(['drift', playbook, '-i', inventory, '--forks', values.forks]);
      const each = (seconds: number) => (seconds * 1000) / hosts;
      const one = { transport, hosts, ...cost, cpu: each(cost.cpu), own: each(cost.own) };
      taken.push(one);
      const { first, wall, own, cpu, memory } = one;
      console.log(
        `| ${transport} | ${hosts} | ${first.toFixed(1)} s | ${wall.toFixed(1)} s | ${own.toFixed(1)} ms | ${cpu.toFixed(1)} ms | ${memory.toFixed(0)} MB |`,
      );
    }
  return taken;
}

/** Runs a command under time(1), which counts its children too. Throws when it does not end with 0. */
async function checked(words: readonly string[]): Promise<Omit<Scaled, 'transport' | 'hosts'>> {
  const argv = ['node', '--import', OWN, program, ...words, '--history', 'none', '--format', 'ndjson'];
  const began = performance.now();
  const [command = '', ...rest] = lab.command(['/usr/bin/time', '-f', 'measured %U %S %M', ...argv]);
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], signal: interrupt.signal });
  let first = Number.NaN;
  const last: string[] = [];
  const since = () => (performance.now() - began) / 1000;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (Number.isNaN(first) && /"type":"task-ended"/.test(line)) first = since();
    if (last.push(line) > 5) last.shift();
  });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk;
  });
  const code = await new Promise((resolve, reject) => child.on('error', reject).once('close', resolve));
  const wall = since();
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${last.join('\n')}\n${told}`);
  const [, user, system, kilobytes] = /^measured (\S+) (\S+) (\S+)$/m.exec(told) ?? [];
  const [, own] = /^own (\d+)$/m.exec(told) ?? [];
  return {
    ...{ first, wall, memory: Number(kilobytes) / 1024 },
    ...{ cpu: Number(user) + Number(system), own: Number(own) / 1e6 },
  };
}
