import { quote } from '../../plan/quote.ts';
import type { Channel } from '../channel.ts';
import { processChannel } from '../local.ts';
import { type Reason, Unreachable } from '../unreachable.ts';
import type { SshCall } from './ssh-call.ts';

export interface OpensshOptions {
  acceptNew: boolean;
  /** Milliseconds. */
  connectTimeout: number;
  keepalive: number;
}

/** The ssh program as channel. It asks nothing, and forwards neither agent nor terminal. */
export function opensshChannel(call: SshCall, command: string, options: OpensshOptions): Channel {
  return processChannel('ssh', opensshArguments(call, command, options));
}

export function opensshArguments(
  { args, destination }: SshCall,
  command: string,
  { acceptNew, connectTimeout, keepalive }: OpensshOptions,
): string[] {
  const settings = [
    'BatchMode=yes',
    `StrictHostKeyChecking=${acceptNew ? 'accept-new' : 'yes'}`,
    `ConnectTimeout=${Math.ceil(connectTimeout / 1000)}`,
    `ServerAliveInterval=${Math.ceil(keepalive / 1000)}`,
    'ServerAliveCountMax=3',
    'ForwardAgent=no',
    // A master process that survives would keep our pipes open.
    'ControlMaster=no',
  ];
  return ['-T', ...settings.flatMap((setting) => ['-o', setting]), ...args, '--', destination, command];
}

/** The reason in the error output of ssh. Its text is the detail. */
export function explained(failure: Unreachable, { args, destination }: SshCall): Unreachable {
  const { detail } = failure.problem;
  const [, reason] = SAYINGS.find(([saying]) => saying.test(detail)) ?? [];
  if (!reason) return failure;
  const command = quote(['ssh', ...args, '--', destination, 'true']);
  return new Unreachable(reason, { detail, hint: 'Connect once by hand', command });
}

const SAYINGS: [RegExp, Reason][] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED/, 'host-key-changed'],
  [/marked as revoked|REVOKED HOST KEY/i, 'host-key-revoked'],
  [/Host key verification failed/, 'host-key-unknown'],
  [/Could not resolve hostname/, 'dns'],
  [/Connection refused/, 'refused'],
  [/Connection timed out|Operation timed out|No route to host/, 'timeout'],
  [/no matching .* found/, 'key-exchange'],
  [/Permission denied \(|Too many authentication failures/, 'auth'],
  [/Bad configuration option|command-line line|Can't open user config file/, 'config'],
];
