import { expect, test } from 'vitest';
import { explained, opensshArguments } from '../../../src/transport/ssh/openssh.ts';
import { Unreachable } from '../../../src/transport/unreachable.ts';

const CALL = { args: ['-l', 'op'], destination: '-hv01' };
const OPTIONS = { acceptNew: false, connectTimeout: 10_000, keepalive: 2_500 };

test('ssh asks nothing, forwards nothing, and takes the host for a host', () => {
  const args = opensshArguments(CALL, 'exec sh', OPTIONS);
  expect(args.slice(-4)).toEqual(['op', '--', '-hv01', 'exec sh']);
  for (const setting of [
    'BatchMode=yes',
    'ForwardAgent=no',
    'StrictHostKeyChecking=yes',
    'ServerAliveInterval=3',
  ]) {
    expect(args).toContain(setting);
  }
});

test('new keys are accepted only on request', () => {
  expect(opensshArguments(CALL, 'exec sh', { ...OPTIONS, acceptNew: true })).toContain(
    'StrictHostKeyChecking=accept-new',
  );
});

test.each([
  ['ssh: connect to host 10.0.0.1 port 22: Connection refused', 'refused'],
  ['ssh: connect to host 10.0.0.1 port 22: Connection timed out', 'timeout'],
  ['ssh: Could not resolve hostname hv01: Name or service not known', 'dns'],
  ['op@hv01: Permission denied (publickey).', 'auth'],
  [
    'No ED25519 host key is known for hv01 and you have requested strict checking.\nHost key verification failed.',
    'host-key-unknown',
  ],
  [
    '@  WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!  @\nHost key verification failed.',
    'host-key-changed',
  ],
  ['@  WARNING: REVOKED HOST KEY DETECTED!  @\nHost key verification failed.', 'host-key-revoked'],
  ['Unable to negotiate with 10.0.0.1 port 22: no matching cipher found.', 'key-exchange'],
  ['command-line: line 0: Bad configuration option: nope', 'config'],
  ['something new', 'closed'],
])('what ssh says is understood: %s', (detail, reason) => {
  const failure = explained(new Unreachable('closed', { detail }), CALL);
  expect([failure.reason, failure.problem.detail]).toEqual([reason, detail]);
});
