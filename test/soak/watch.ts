import { spawn } from 'node:child_process';
import { isLost } from '../lab/changes/seen.ts';
import { lab } from '../lab/lab.ts';
import { watchLinks } from '../lab/network-traces.ts';
import { must } from '../lab/restart-host.ts';
import { all, type Stage } from './stage.ts';

/** What happened to hosts while something was done. */
export interface Watched {
  /** Guests whose taps were off their bridge, if only for a moment, by host. */
  lost: ReadonlyMap<string, ReadonlySet<string>>;
  /** The longest time for which a host could not be connected to, in seconds, by host. */
  unreachable: ReadonlyMap<string, number>;
}

/** `tap guest`, a line for each interface that runs. */
const TAPS = `for guest in $(virsh list --name); do virsh -q domiflist $guest | awk -v guest=$guest '{ print $1, guest }'; done`;

/** Looks at taps and at the ways to all hosts for as long as something goes on. */
export async function watching<T>(stage: Stage, work: () => Promise<T>): Promise<[T, Watched]> {
  const guests = new Map(
    await all(stage, async (host) => {
      const lines = (await must(host, TAPS)).split('\n').filter(Boolean);
      return [host, lines.map((line) => line.split(' ') as [tap: string, guest: string])] as const;
    }),
  );
  const links = await all(stage, watchLinks);
  const connections = watchConnections(stage);
  try {
    const result = await work();
    const events = await Promise.all(links.map((finish) => finish()));
    const lost = new Map(
      stage.hosts.map(({ name }, index) => {
        const gone = (guests.get(name) ?? []).filter(([tap]) =>
          (events[index] ?? []).some((event) => isLost(event, tap)),
        );
        return [name, new Set(gone.map(([, guest]) => guest))] as const;
      }),
    );
    return [result, { lost, unreachable: await connections.end() }];
  } finally {
    connections.kill();
  }
}

/**
 * Knocks at each host twice a second from the operator's machine, and prints at its end for how many seconds at most no
 * answer came. A port that nobody listens on answers too; sshd would hold it against who knocks without a login (sshd_config(5),
 * PerSourcePenalties). Attempts are counted, so that a prober without a processor sees no fault.
 */
const PROBE = `
const net = require('net'), longest = {}, now = {};
const probe = (address) => {
  const socket = net.connect({ host: address, port: 9 });
  const done = (failed) => {
    socket.destroy();
    now[address] = failed ? (now[address] || 0) + 1 : 0;
    longest[address] = Math.max(longest[address] || 0, now[address]);
    setTimeout(probe, failed ? 1 : 500, address);
  };
  const timer = setTimeout(done, 1000, true);
  socket.once('error', ({ code }) => {
    clearTimeout(timer);
    if (code === 'ECONNREFUSED') done(false);
    else setTimeout(done, 500, true);
  });
};
process.argv.slice(1).forEach(probe);
process.once('SIGTERM', () => { console.log(JSON.stringify(longest)); process.exit(); });`;

function watchConnections({ hosts }: Stage) {
  const [program = '', ...args] = lab.command(['node', '-e', PROBE, ...hosts.map(({ address }) => address)]);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = async () => {
    child.kill('SIGTERM');
    await closed;
    const seconds = JSON.parse(printed || '{}') as Record<string, number>;
    return new Map(hosts.map(({ name, address }) => [name, seconds[address] ?? 0]));
  };
  return { end, kill: () => child.kill('SIGKILL') };
}

/** Interfaces of guests that run and are not on the bridge that they belong to, by the words of the kernel. */
const OFF = `
for guest in $(virsh list --name); do
  virsh -q domiflist "$guest" | while read -r tap type source model mac; do
    bridge=$(virsh net-info "$source" 2>/dev/null | sed -n 's/^Bridge: *//p'); bridge=\${bridge:-$source}
    is=$(readlink "/sys/class/net/$tap/master"); is=\${is##*/}
    [ "$is" = "$bridge" ] || echo "guest $guest $mac ($tap) of $source is on bridge '$is', not '$bridge'"
  done
done`;

export async function offBridge(host: string): Promise<string[]> {
  return (await must(host, OFF))
    .split('\n')
    .filter(Boolean)
    .map((line) => `${host}: ${line}`);
}
