import { quote } from '../../plan/quote.ts';
import { Unreachable } from '../unreachable.ts';
import { fingerprint, type Verdict } from './host-key.ts';
import { keyType, knownHostsLine } from './known-hosts.ts';

/** Why a host key was not accepted, and what the operator can do. `file` is where a new key belongs. */
export function hostKeyRefusal(
  verdict: Exclude<Verdict, { kind: 'known' }>,
  name: string,
  key: Buffer,
  file: string | undefined,
): Unreachable {
  const shown = `${name} shows the ${keyType(key) ?? 'unreadable'} key ${fingerprint(key)}`;
  switch (verdict.kind) {
    case 'revoked':
      return new Unreachable('host-key-revoked', {
        detail: `${shown}, which ${verdict.line.file}:${verdict.line.line} revokes`,
        hint: 'Do not connect: the host uses a key that was revoked',
      });
    case 'changed':
      return new Unreachable('host-key-changed', {
        detail: `${shown}; ${verdict.line.file}:${verdict.line.line} has ${verdict.line.type} ${fingerprint(verdict.line.key)}`,
        hint: 'Someone may intercept the connection. If the host was reinstalled, remove its old keys and connect again',
        command: quote(['ssh-keygen', '-R', name, '-f', verdict.line.file]),
      });
    case 'unknown':
      if (verdict.authority) {
        return new Unreachable('host-key-unknown', {
          detail: `${shown}; ${verdict.authority.file}:${verdict.authority.line} trusts a certificate authority for it`,
          hint: 'Set virtfleet_transport: openssh for this host: it knows host certificates',
        });
      }
      return new Unreachable('host-key-unknown', {
        detail: shown,
        hint: 'Compare it on the console of the host (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub); if it is the same, add it, or accept all new keys with --accept-new',
        // Empty lines are nothing to ssh, and the last line of a file may lack its end.
        ...(file
          ? { command: `${quote(['printf', '\\n%s\\n', knownHostsLine(name, key)])} >> ${quote([file])}` }
          : {}),
      });
  }
}
