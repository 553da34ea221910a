import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quote } from '../../src/plan/quote.ts';
import { endGroup, groupPath, inGroup, populated } from './cgroup.ts';
import type { LabHost } from './fleet.ts';
import { hostLayout, type Layout, namespaceFile } from './layout.ts';
import { type Finished, LabError, type RunOptions, run } from './run.ts';
import { isVm, vmCommand } from './vm.ts';
import { cutWire, layWire } from './wire.ts';

export function isRunning(layout: Layout, name: string): boolean {
  return populated(groupPath(layout, hostLayout(layout, name).group));
}

/**
 * Boots a host from its disk, on a new wire: what a kernel forgets when it loses power (bridges, sysctls)
 * lives in the namespace.
 */
export async function boot(layout: Layout, host: LabHost): Promise<void> {
  const { folder, group } = hostLayout(layout, host.name);
  await endGroup(groupPath(layout, group));
  rmSync(readyMark(layout, host.name), { force: true });
  await layWire(layout, host);
  const console = openSync(join(folder, 'console.log'), 'a');
  const argv = host.vm ? inOperator(layout, vmCommand(host)) : bootCommand(layout, host.name);
  const [command = '', ...args] = inGroup(groupPath(layout, group), argv);
  const child = spawn(command, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', console, console],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      // /proc/sys/net writable, as libvirt needs it, and /sys read-only, so that udev stays asleep.
      SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network',
      SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1',
    },
  });
  await once(child, 'spawn');
  child.unref();
  closeSync(console);
}

/** Takes a host's power away. Its disk stays. */
export async function cutPower(layout: Layout, name: string): Promise<void> {
  await endGroup(groupPath(layout, hostLayout(layout, name).group));
  await cutWire(layout, name);
}

/** Waits until users can log in over ssh and libvirt answers them. */
export async function waitReady(layout: Layout, { name, vm }: LabHost): Promise<void> {
  const options = ['-F', layout.sshConfig, '-o', 'ConnectTimeout=1', '-o', 'KexAlgorithms=curve25519-sha256'];
  const ask = ['timeout', '20', 'ssh', ...options, `operator@${name}`, 'sudo virsh uri'];
  const deadline = Date.now() + (vm ? 900_000 : 90_000);
  for (;;) {
    const { code, stderr } = await run(inOperator(layout, ask));
    if (code === 0) {
      if (!vm) await openNetworkSettings(layout, name);
      return writeFileSync(readyMark(layout, name), '');
    }
    if (!isRunning(layout, name))
      throw new LabError(`${name} went down while it booted: ${lastWords(layout, name)}`);
    if (Date.now() > deadline) throw new LabError(`${name} does not answer: ${stderr.trim()}`);
    await sleep(250);
  }
}

/**
 * libvirt sets ports of bridges (`isolated`, `learning`) in /sys and nowhere else: those of the host's own links become
 * writable, as they are on a real one, while the rest stays read-only.
 */
async function openNetworkSettings(layout: Layout, name: string): Promise<void> {
  const { code, stderr } = await runInside(layout, name, ['sh', '-c', OPEN_NETWORK_SETTINGS]);
  if (code !== 0) throw new LabError(`${name} has no writable /sys/devices/virtual/net: ${stderr.trim()}`);
}

const OPEN_NETWORK_SETTINGS = `
own=/sys/devices/virtual/net all=/run/sysfs
[ ! -w $own/lo/mtu ] || exit 0
mkdir -p $all && mount -t sysfs sysfs $all && mount -o remount,rw $all &&
  mount --bind $all/devices/virtual/net $own && umount $all && rmdir $all`;

/** Whether somebody has waited for it since it was booted. */
export function hasBeenReady(layout: Layout, name: string): boolean {
  return existsSync(readyMark(layout, name));
}

const readyMark = (layout: Layout, name: string) => join(hostLayout(layout, name).folder, 'ready');

/** Prefixes a command so that it runs on the operator's machine. */
export function inOperator(layout: Layout, argv: readonly string[]): string[] {
  const namespace = namespaceFile(layout.operator);
  if (!existsSync(namespace)) throw new LabError('The lab is not up. Run: npm run lab -- up');
  // The history of the tests is not the developer's.
  const state = `XDG_STATE_HOME=${layout.state}`;
  return ['nsenter', `--net=${namespace}`, '--', 'env', state, ...argv];
}

/**
 * Runs a command inside a host without the help of its sshd, which only a virtual machine needs; `network` says whose
 * links and routes it has.
 */
export async function runInside(
  layout: Layout,
  name: string,
  argv: readonly string[],
  options?: RunOptions,
  network: 'host' | 'machine' = 'host',
): Promise<Finished> {
  const { folder, group: groupName } = hostLayout(layout, name);
  const clean = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'LC_ALL=C'];
  if (isVm(folder)) {
    const ssh = ['ssh', '-F', layout.sshConfig, '-o', 'ConnectTimeout=60', name, quote([...clean, ...argv])];
    return run(inOperator(layout, ssh), options);
  }
  const group = groupPath(layout, groupName);
  const own = network === 'host' ? ['--net'] : [];
  const namespaces = ['--mount', '--uts', '--ipc', ...own, '--pid', '--cgroup', '--root', '--wd=/'];
  const enter = ['nsenter', `--target=${initOf(group, name)}`, ...namespaces, '--', ...clean, ...argv];
  return run(inGroup(join(group, 'visitors'), enter), options);
}

/** The host's process 1 as the machine numbers it; systemd keeps itself in a scope of its own. */
function initOf(group: string, name: string): string {
  try {
    const [pid = ''] = readFileSync(join(group, 'payload/init.scope/cgroup.procs'), 'utf8').split('\n');
    if (pid !== '') return pid;
  } catch (error) {
    // No such group: the host is off.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  throw new LabError(`${name} is not running.`);
}

/**
 * Mounts the disk and boots. Overlay and container live in a mount namespace that ends with the host; nothing is left
 * to unmount. A host that reboots ends with status 133 (systemd-nspawn(1), --keep-unit): its links go as they would.
 */
const BOOT = `
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root || exit
inside() { nsenter --net="$0" "$@"; }
while :; do
  inside "$@"
  [ $? = 133 ] || exit
  inside ip addr flush dev eth0
  for link in $(inside ip -o link | sed 's/^[0-9]*: \\([^:@]*\\).*/\\1/'); do
    case $link in lo | eth0) ;; *) inside ip link delete "$link" ;; esac
  done
done`;

function bootCommand(layout: Layout, name: string): string[] {
  const { namespace } = hostLayout(layout, name);
  return [
    ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', BOOT, namespaceFile(namespace)],
    ...['systemd-nspawn', '--quiet', '--directory=root', '--boot'],
    ...['--register=no', '--keep-unit', '--link-journal=no', '--resolv-conf=off', '--timezone=off'],
    ...[
      `--machine=${name}`,
      `--hostname=${name}`,
      '--capability=all',
      '--bind=/dev/net/tun',
      '--console=pipe',
    ],
  ];
}

function lastWords(layout: Layout, name: string): string {
  return (
    readFileSync(join(hostLayout(layout, name).folder, 'console.log'), 'utf8')
      .trim()
      .split('\n')
      .at(-1) ?? ''
  );
}
