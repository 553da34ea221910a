import type { Problem } from '../problem.ts';

/** Why no session could be opened. Each reason has a fixed summary. */
const SUMMARIES = {
  config: 'The connection settings cannot be used',
  dns: 'The name of the host does not resolve',
  refused: 'The host refuses the connection',
  timeout: 'The host does not answer',
  closed: 'The connection was closed before a shell was there',
  'key-exchange': 'The host and Virtfleet have no common algorithm',
  'host-key-unknown': 'The key of the host is not known',
  'host-key-changed': 'The key of the host has changed',
  'host-key-revoked': 'The key of the host is revoked',
  jump: 'The jump host cannot be used',
  auth: 'The host accepts none of the keys',
  become: 'Becoming root failed',
  snapshot: 'The snapshot does not have this host',
  'snapshot-damaged': 'The snapshot is damaged',
  unsupported: 'This connection needs virtfleet_transport: openssh',
} as const;

export type Reason = keyof typeof SUMMARIES;

export interface Explanation {
  /** What exactly happened, in the words of the program that reported it. */
  detail: string;
  hint?: string;
  command?: string;
}

/** How ssh2 and OpenSSH say that the other side hung up before its first word. */
const HUNG_UP = /lost before handshake|kex_exchange_identification/;

/** sshd_config(5): MaxStartups, PerSourcePenalties. */
const HANGING_UP =
  'sshd hangs up like this on too many logins at once (MaxStartups) and, since OpenSSH 9.8, for a while on an address whose logins broke off (PerSourcePenalties): try again in a minute.';

/** No session could be opened. Nothing was run on the host. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  readonly reason: Reason;
  readonly problem: Problem & Explanation;

  constructor(reason: Reason, explanation: Explanation) {
    super(`${SUMMARIES[reason]}: ${explanation.detail}`);
    this.reason = reason;
    const hint = reason === 'closed' && HUNG_UP.test(explanation.detail) && { hint: HANGING_UP };
    this.problem = { code: `unreachable-${reason}`, summary: SUMMARIES[reason], ...hint, ...explanation };
  }
}

/** Whether a retry may help: the host did not answer, or an overloaded server closed the connection. */
export function mayPass(error: unknown): boolean {
  return error instanceof Unreachable && ['refused', 'timeout', 'closed'].includes(error.reason);
}
