import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { basePath, buildBase } from './base.ts';
import { hostsOf, makeDisk } from './disk.ts';
import { type LabHost, maxHosts, planFleet } from './fleet.ts';
import { boot, hasBeenReady, isRunning, waitReady } from './host.ts';
import type { Layout } from './layout.ts';
import { makeKey, writeOperatorFiles } from './operator.ts';
import { LabError, run } from './run.ts';
import { layBridge } from './wire.ts';

export interface UpOptions {
  /** How many hosts there should be at least; 4 unless told. */
  hosts?: number;
  /** Debian releases by code name; bookworm and trixie unless told. */
  releases?: readonly string[];
  /** Whether hosts have the Python libraries Ansible's libvirt modules need. */
  ansible?: boolean;
  /** Gets one line for each phase. */
  log?: (line: string) => void;
}

/** Brings a fleet up, or what is missing of it. Hosts that run are left alone. */
export async function bringUp(layout: Layout, options: UpOptions): Promise<void> {
  const { log = () => {} } = options;
  await checkMachine();
  mkdirSync(layout.hosts, { recursive: true });
  const fleet = planned(layout, options);
  const off = fleet.filter(({ name }) => !isRunning(layout, name));
  const coordinate = pLimit(availableParallelism() * 4);

  const missing = missingBases(fleet);
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ release }) => release))].join(', ');
    log(`building base images for ${names}, once for this machine`);
    await timed(log, 'build base images', () =>
      Promise.all(missing.map(({ release, ansible }) => buildBase(layout, release, ansible))),
    );
  }
  await timed(log, `make ${count(off.length, 'wire')} and disk${off.length === 1 ? '' : 's'}`, async () => {
    await Promise.all([layBridge(layout), makeKey(layout)]);
    await Promise.all(off.map((host) => coordinate(() => makeDisk(layout, host))));
    writeOperatorFiles(layout);
  });
  raiseInotifyLimit();
  await timed(log, `boot ${count(off.length, 'host')}`, () =>
    Promise.all(
      fleet.map((host) =>
        coordinate(async () => {
          if (off.includes(host)) await boot(layout, host);
          if (!hasBeenReady(layout, host.name)) await waitReady(layout, host);
        }),
      ),
    ),
  );
  log(`up: ${fleet.map(({ name, release }) => `${name} (${release})`).join(', ')}`);
}

function planned(
  layout: Layout,
  { hosts = 4, releases = ['bookworm', 'trixie'], ansible = false }: UpOptions,
): LabHost[] {
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > maxHosts) {
    throw new LabError(`A lab has 1 to ${maxHosts} hosts.`);
  }
  const existing = hostsOf(layout);
  const odd = existing.find((host) => !releases.includes(host.release) || host.ansible !== ansible);
  if (odd) {
    const kind = `${odd.release}${odd.ansible ? ' with' : ' without'} the libraries for Ansible`;
    throw new LabError(`${odd.name} is there already as ${kind}. Take the lab down first.`);
  }
  return planFleet(existing, hosts, releases, ansible);
}

function missingBases(fleet: readonly LabHost[]): LabHost[] {
  const byPath = new Map(fleet.map((host) => [basePath(host.release, host.ansible), host]));
  return [...byPath].filter(([path]) => !existsSync(path)).map(([, host]) => host);
}

async function checkMachine(): Promise<void> {
  if (process.getuid?.() !== 0) throw new LabError('The lab needs root.');
  const tools = ['mmdebstrap', 'systemd-nspawn', 'nsenter', 'unshare', 'ip', 'ssh', 'ssh-keygen'];
  const found = await Promise.all(tools.map((tool) => run(['sh', '-c', 'command -v "$1"', 'sh', tool])));
  const missing = tools.filter((_, index) => found[index]?.code !== 0);
  if (missing.length > 0) throw new LabError(`${missing.join(', ')} not found. Run: sh test/setup.sh lab`);
  if (!existsSync('/dev/net/tun')) throw new LabError('The lab needs /dev/net/tun.');
}

/** Every systemd takes inotify instances of the one limit all containers of root share; 128 feed nine hosts. */
function raiseInotifyLimit(): void {
  const path = '/proc/sys/fs/inotify/max_user_instances';
  if (Number(readFileSync(path, 'utf8')) < 65_536) writeFileSync(path, '65536');
}

async function timed(log: (line: string) => void, what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function count(amount: number, thing: string): string {
  return `${amount} ${thing}${amount === 1 ? '' : 's'}`;
}
