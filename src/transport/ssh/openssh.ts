import { quote } from '../../plan/quote.ts';
import type { Channel } from '../channel.ts';
import { processChannel } from '../local.ts';
import { jumpCall } from './jump.ts';
import type { Shared } from './shared-connections.ts';
import { ALONE, type SshCall } from './ssh-call.ts';
import type { ReadSettings } from './ssh-config.ts';

export interface OpensshOptions {
  acceptNew: boolean;
  /** Milliseconds. */
  connectTimeout: number;
  keepalive: number;
}

/** What every ssh of a run is told, those to jump hosts too, whatever the user's configuration says. */
function settingsOf({ acceptNew, connectTimeout, keepalive }: OpensshOptions): string[] {
  return [
    'BatchMode=yes',
    `StrictHostKeyChecking=${acceptNew ? 'accept-new' : 'yes'}`,
    `ConnectTimeout=${Math.ceil(connectTimeout / 1000)}`,
    `ServerAliveInterval=${Math.ceil(keepalive / 1000)}`,
    'ServerAliveCountMax=3',
    'ForwardAgent=no',
    'RemoteCommand=none',
    // Without it nobody would see why a connection fails.
    'LogLevel=INFO',
  ].flatMap((setting) => ['-o', setting]);
}

/**
 * The arguments of ssh for a host. The way over jump hosts is written out: `ssh -J` would start an ssh that goes by the
 * user's configuration alone, and that may trust any key. A jump host is connected to once for all hosts behind it.
 */
export async function opensshArguments(
  call: SshCall,
  options: OpensshOptions,
  readSettings: ReadSettings,
  shared: Shared,
): Promise<readonly string[]> {
  const { proxyJump, controlPath } = await readSettings(call);
  const isAlone = call.args.includes(ALONE);
  const own = isAlone || controlPath !== undefined ? ['-o', 'ControlMaster=no'] : shared.argumentsFor(call);
  const all = [...settingsOf(options), ...own];
  if (proxyJump === undefined) return [...all, ...call.args];
  const hop = jumpCall(proxyJump, call.args);
  const next = isAlone ? { ...hop, args: [...hop.args, '-o', ALONE] } : hop;
  const way = await opensshArguments(next, options, readSettings, shared);
  if (!isAlone) await shared.open(next, way);
  const proxy = quote([
    'ssh',
    '-W',
    '[%h]:%p',
    ...way.map((word) => word.replaceAll('%', '%%')),
    '--',
    hop.destination,
  ]);
  return [...all, '-o', `ProxyCommand=${proxy}`, ...withoutJump(call.args)];
}

/** ssh takes no -J beside a ProxyCommand. */
function withoutJump(args: readonly string[]): string[] {
  return args.filter((word, index) => !word.startsWith('-J') && args[index - 1] !== '-J');
}

/** The ssh program as channel. It asks nothing, and forwards neither agent nor terminal. */
export function opensshChannel(
  { destination }: SshCall,
  args: readonly string[],
  command: string,
  env: Shared['env'],
): Channel {
  const words = ['-T', '-o', 'ClearAllForwardings=yes', ...args, '--', destination, command];
  return processChannel('ssh', words, env);
}
