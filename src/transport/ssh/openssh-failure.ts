import { quote } from '../../plan/quote.ts';
import { type Reason, Unreachable } from '../unreachable.ts';
import type { SshCall } from './ssh-call.ts';

/** The reason in the error output of ssh. Its text is the detail. */
export function explained(failure: Unreachable, { args, destination }: SshCall): Unreachable {
  const { detail } = failure.problem;
  const [, reason] = SAYINGS.find(([saying]) => saying.test(detail)) ?? [];
  if (!reason || failure.reason === 'jump') return failure;
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
