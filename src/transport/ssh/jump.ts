import { Unreachable } from '../unreachable.ts';
import type { SshCall } from './ssh-call.ts';

/**
 * How ssh calls the last hop of a ProxyJump list. The hops before it become its own jump, and of the arguments only
 * the configuration file counts for it (ssh_config(5), ProxyJump).
 */
export function jumpCall(proxyJump: string, args: readonly string[]): SshCall {
  const hops = proxyJump.split(',');
  const last = hops.pop() ?? '';
  const [, user, destination, port] = HOP.exec(last) ?? [];
  if (!destination) throw new Unreachable('config', { detail: `ProxyJump ${proxyJump} names no host` });
  return {
    destination: destination.replace(/^\[(.*)\]$/, '$1'),
    args: [
      ...configurationFile(args),
      ...(user ? ['-l', user] : []),
      ...(port ? ['-p', port] : []),
      ...(hops.length > 0 ? ['-J', hops.join(',')] : []),
    ],
  };
}

const HOP = /^(?:ssh:\/\/)?(?:([^@]*)@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/;

function configurationFile(args: readonly string[]): string[] {
  const index = args.findLastIndex((arg) => arg.startsWith('-F'));
  const [flag, value] = args.slice(index);
  if (index < 0 || !flag) return [];
  return flag === '-F' ? ['-F', value ?? ''] : [flag];
}
