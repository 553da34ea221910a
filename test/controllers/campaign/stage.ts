import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { managementPrefix, operatorAddress } from '../../lab/fleet.ts';
import { lab } from '../../lab/lab.ts';
import { layoutOf, namespaceFile } from '../../lab/layout.ts';
import { must, run } from '../../lab/run.ts';
import { Program } from './program.ts';
import { Services } from './services.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const REGIONS = ['a', 'b'] as const;
export type Region = (typeof REGIONS)[number];

/** Where `flock` shows whether two write at the same time, and where each tells that it is done. */
export const [OVERLAP, WRITES] = ['/var/log/overlap', '/var/log/writes'];
const WRITE = `flock -n /run/writing sleep 25 || echo overlap >>${OVERLAP}; echo done >>${WRITES}`;

const NETWORK = {
  name: 'campaign',
  bridge: { name: 'virbr77' },
  ip: {
    address: '10.81.0.1/24',
    dhcp: {
      range: { start: '10.81.0.100', end: '10.81.0.200' },
      host: [{ mac: '52:54:00:81:00:01', name: 'web', ip: '10.81.0.10' }],
    },
  },
};

/** How often hosts are checked and written to, and for how long. */
const EACH_MINUTE = {
  look: { every: '1m', 'max-duration': '50s' },
  write: { every: '2m', 'max-duration': '110s' },
};

interface Making {
  hosts: number;
  queue: string;
  pace?: typeof EACH_MINUTE;
}

/** The project of a campaign: `hosts` names that share the hosts of the lab, and one name for each that is written to. */
export function makeProject(folder: string, { hosts, queue, pace = EACH_MINUTE }: Making): void {
  const secrets = join(folder, 'secrets');
  const project = join(folder, 'project');
  for (const one of [secrets, project]) mkdirSync(one, { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text, { mode: 0o600 });
  write('secrets/queue', `${queue}\n`);
  write('secrets/pgpass', `${operatorAddress}:5499:*:virtfleet:${Services.password}\n`);
  const real = lab.hosts();
  const regionOf = (index: number) => REGIONS[index % REGIONS.length] ?? 'a';
  const named = Array.from({ length: hosts }, (_, index) => ({
    name: `h${String(index + 1).padStart(4, '0')}`,
    region: regionOf(index),
    address: real[index % real.length]?.address,
  }));
  const writers = REGIONS.map((region, index) => ({
    name: `w-${region}`,
    region,
    address: real[index]?.address,
  }));
  const members = (all: typeof named) =>
    Object.fromEntries(all.map(({ name, address }) => [name, { ansible_host: address }]));
  const groups = REGIONS.map((region) => [
    `region_${region}`,
    { hosts: members([...named, ...writers].filter((one) => one.region === region)) },
  ]);
  const { key, knownHosts } = lab.paths;
  const vars = {
    ansible_user: 'root',
    ansible_ssh_private_key_file: key,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHosts}`,
  };
  const children = { ...Object.fromEntries(groups), writers: { hosts: members(writers) } };
  write('project/inventory.yaml', stringify({ all: { vars, children } }));
  const play = { hosts: 'all:!writers', rollout: 'all-at-once', tasks: [{ network: NETWORK }] };
  write('project/look.yaml', stringify([play]));
  write('project/write.yaml', stringify([{ hosts: 'writers', tasks: [{ shell: WRITE }] }]));
  const about = { inventory: 'inventory.yaml' };
  const [look, change] = [
    { ...about, playbook: 'look.yaml' },
    { ...about, playbook: 'write.yaml' },
  ];
  const checks = {
    look: { ...look, ...pace.look, forks: 5 },
    write: { ...change, ...pace.write, command: 'run' },
    find: { ...change, ...pace.write, command: 'audit' },
  };
  const regions = Object.fromEntries(REGIONS.map((region) => [region, `region_${region}`]));
  write(
    'project/schedule.yaml',
    stringify({ project: 'campaign', history: Services.database, regions, checks }),
  );
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', project, '-c', 'user.name=lab', '-c', 'user.email=lab@example.org', ...words]);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A project');
}

/** Brings the hosts of the lab in step with what is checked: two names are the two of them. */
export async function applyLook(folder: string): Promise<void> {
  const [inventory, playbook] = ['inventory.yaml', 'look.yaml'].map((name) => join(folder, 'project', name));
  const words = ['run', playbook ?? '', '-i', inventory ?? '', '--limit', 'h0001,h0002', '--history', 'none'];
  await must(lab.command([process.execPath, join(ROOT, 'dist/cli.js'), ...words]));
}

/** The command of a unit of deploy/systemd, as it runs here. */
function commandOf(
  unit: string,
  folder: string,
  region: string,
  started = join(ROOT, 'dist/cli.js'),
): string[] {
  const text = readFileSync(join(ROOT, 'deploy/systemd', unit), 'utf8');
  const [, written = ''] = /^ExecStart=(.*)$/m.exec(text) ?? [];
  const secrets = join(folder, 'secrets');
  const words = written.replaceAll('/etc/virtfleet', secrets).replaceAll('%i', region).split(' ');
  const [program, ...rest] = words;
  if (program !== 'virtfleet') throw new Error(`${unit} starts ${program}`);
  return [process.execPath, started, ...rest];
}

const surroundings = (folder: string) => ({
  env: { PGPASSFILE: join(folder, 'secrets/pgpass'), NO_COLOR: '1' },
  cwd: join(folder, 'project'),
});

/** Starts the server beside queue and database. What it notifies of is a line each of FOLDER/notified. */
export function startServer(folder: string): Program {
  const words = commandOf('virtfleet-server.service', folder, '');
  const file = join(folder, 'notified');
  words.push('--notify-command', `{ tr -d '\\n'; echo; } >>${file}`);
  return new Program(lab.command(words), { log: join(folder, 'server.log'), ...surroundings(folder) });
}

const namespaceOf = (region: Region) => `${layoutOf(lab.paths.state).operator}-worker-${region}`;

/** Starts a worker in the namespace of its region, or of another one. */
export function startWorker(
  folder: string,
  region: Region,
  { name, from = region, program }: { name: string; from?: Region; program?: string },
): Program {
  const words = [...commandOf('virtfleet-worker@.service', folder, region, program), '--name', name];
  const inside = ['nsenter', `--net=${namespaceFile(namespaceOf(from))}`, '--', ...words];
  return new Program(inside, { log: join(folder, `worker-${name}.log`), ...surroundings(folder) });
}

/** Gives each region a namespace of its own, on the bridge of the lab. */
export async function layRegions(): Promise<void> {
  const { operator } = layoutOf(lab.paths.state);
  for (const [index, region] of REGIONS.entries()) {
    const namespace = namespaceOf(region);
    const port = `worker-${region}`;
    await must(['ip', 'netns', 'add', namespace]);
    const inside = ['ip', '-n', namespace];
    await must([
      'ip',
      '-n',
      operator,
      'link',
      'add',
      port,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      namespace,
    ]);
    await must(['ip', '-n', operator, 'link', 'set', 'dev', port, 'master', 'lab', 'up']);
    await must([...inside, 'address', 'add', `10.77.2.${index + 1}/${managementPrefix}`, 'dev', 'eth0']);
    for (const device of ['lo', 'eth0']) await must([...inside, 'link', 'set', 'dev', device, 'up']);
  }
}

export async function removeRegions(): Promise<void> {
  for (const region of REGIONS) await run(['ip', 'netns', 'delete', namespaceOf(region)]);
}

/** Cuts a region off from everything, or joins it again. */
export async function setRegion(region: Region, state: 'up' | 'down'): Promise<void> {
  const { operator } = layoutOf(lab.paths.state);
  await must(['ip', '-n', operator, 'link', 'set', 'dev', `worker-${region}`, state]);
}
