import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { basePath, buildBase } from './base.ts';
import { hostsOf, makeDisk } from './disk.ts';
import { type Kind, type LabHost, maxHosts, PLAIN, planFleet } from './fleet.ts';
import { boot, hasBeenReady, isRunning, waitReady } from './host.ts';
import type { Layout } from './layout.ts';
import { makeKey, writeOperatorFiles } from './operator.ts';
import { isRelease, LIBVIRT_OF } from './releases.ts';
import { LabError, run } from './run.ts';
import { layBridge } from './wire.ts';

/** What is not said of the kind of its hosts is as in `PLAIN`. */
export interface UpOptions extends Partial<Kind> {
  /** How many hosts there should be at least; 4 unless told. */
  hosts?: number;
  /** Debian releases by code name; bookworm and trixie unless told. */
  releases?: readonly string[];
  /** Gets one line for each phase. */
  log?: (line: string) => void;
}

/** Brings a fleet up, or what is missing of it. Hosts that run are left alone. */
export async function bringUp(layout: Layout, options: UpOptions): Promise<void> {
  const { log = () => {} } = options;
  await checkMachine(options);
  mkdirSync(layout.hosts, { recursive: true });
  const fleet = planned(layout, options);
  const off = fleet.filter(({ name }) => !isRunning(layout, name));
  const coordinate = pLimit(availableParallelism() * 4);

  const missing = missingBases(fleet);
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ release }) => release))].join(', ');
    log(`building base images for ${names}, once for this machine`);
    await timed(log, 'build base images', () => Promise.all(missing.map((host) => buildBase(layout, host))));
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
  { hosts = 4, releases = ['bookworm', 'trixie'], log: _, ...parts }: UpOptions,
): LabHost[] {
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > maxHosts) {
    throw new LabError(`A lab has 1 to ${maxHosts} hosts.`);
  }
  const unknown = releases.filter((release) => !isRelease(release));
  if (unknown.length > 0) {
    const known = Object.keys(LIBVIRT_OF).join(', ');
    throw new LabError(`The lab has no hosts of ${unknown.join(', ')}. It has ${known}.`);
  }
  const kind = { ...PLAIN, ...parts };
  const existing = hostsOf(layout);
  const odd = existing.find((host) => !releases.includes(host.release) || told(host) !== told(kind));
  if (odd)
    throw new LabError(
      `${odd.name} is there already as ${told(odd)} of ${odd.release}. Take the lab down first.`,
    );
  return planFleet(existing, hosts, releases, kind);
}

function told({ ansible, firewall, vm }: Kind): string {
  const words = [
    vm && 'a kernel of its own',
    firewall && `rules by ${firewall}`,
    ansible && 'the libraries for Ansible',
  ].filter(Boolean);
  return words.length === 0 ? 'a plain host' : `a host with ${words.join(' and ')}`;
}

function missingBases(fleet: readonly LabHost[]): LabHost[] {
  const byPath = new Map(fleet.map((host) => [basePath(host), host]));
  return [...byPath].filter(([path]) => !existsSync(path)).map(([, host]) => host);
}

async function checkMachine({ vm }: UpOptions): Promise<void> {
  if (process.getuid?.() !== 0) throw new LabError('The lab needs root.');
  const vms = vm ? ['qemu-system-x86_64', 'mke2fs'] : [];
  const tools = ['mmdebstrap', 'systemd-nspawn', 'nsenter', 'unshare', 'ip', 'ssh', 'ssh-keygen', ...vms];
  const found = await Promise.all(tools.map((tool) => run(['sh', '-c', 'command -v "$1"', 'sh', tool])));
  const missing = tools.filter((_, index) => found[index]?.code !== 0);
  if (missing.length > 0) {
    const what = missing.every((tool) => vms.includes(tool)) ? 'vm' : 'lab';
    throw new LabError(`${missing.join(', ')} not found. Run: sh test/setup.sh ${what}`);
  }
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
