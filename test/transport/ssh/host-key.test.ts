import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fingerprint, judge, lookupNames, typesOnFile } from '../../../src/transport/ssh/host-key.ts';
import { hostKeyRefusal } from '../../../src/transport/ssh/host-key-refusal.ts';
import { parseKnownHosts } from '../../../src/transport/ssh/known-hosts.ts';

const ED25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIFK6qraalnbCKxwhuTjhLg9bKAa+zaR9aZe7/L9CcTC8';
const NEW = 'AAAAC3NzaC1lZDI1NTE5AAAAIEnrcg1YyIaVtGRgMmQjvHJuXgBQj0sqHor4WSuXYZIz';
const ECDSA =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFpEzzrdQbExOngdnctrZn99mZ5GvEzK9nS3YzZZqP0+Fidk/WRqP4LccsPmti/N5soFaeNHUjQ02+zHuR4nM98=';

function verdict(text: string, key: string, port = 22, alias?: string) {
  return judge(parseKnownHosts(text, 'known'), lookupNames('hv01', port, alias), Buffer.from(key, 'base64'));
}

test.each([
  ['the same key', `hv01 ssh-ed25519 ${ED25519}`, ED25519, 'known'],
  ['one of several', `hv01 ssh-ed25519 ${NEW}\nhv01 ecdsa-sha2-nistp256 ${ECDSA}`, ECDSA, 'known'],
  ['two keys of one type', `hv01 ssh-ed25519 ${NEW}\nhv01 ssh-ed25519 ${ED25519}`, ED25519, 'known'],
  ['another key', `hv01 ssh-ed25519 ${ED25519}`, NEW, 'changed'],
  ['a key of another type', `hv01 ssh-ed25519 ${ED25519}`, ECDSA, 'changed'],
  ['another host', `hv02 ssh-ed25519 ${ED25519}`, ED25519, 'unknown'],
  ['nothing on file', '', ED25519, 'unknown'],
  ['a revoked key', `@revoked * ssh-ed25519 ${ED25519}\nhv01 ssh-ed25519 ${ED25519}`, ED25519, 'revoked'],
  ['another key is revoked', `@revoked * ssh-ed25519 ${NEW}\nhv01 ssh-ed25519 ${ED25519}`, ED25519, 'known'],
  ['an authority is no host key', `@cert-authority hv01 ssh-ed25519 ${ED25519}`, ED25519, 'unknown'],
])('%s', (_, text, key, kind) => {
  expect(verdict(text, key).kind).toBe(kind);
});

test('a port of its own has a name of its own; a match of the bare name counts, a mismatch does not', () => {
  expect(lookupNames('hv01', 2222)).toEqual(['[hv01]:2222', 'hv01']);
  expect(verdict(`[hv01]:2222 ssh-ed25519 ${ED25519}`, ED25519, 2222).kind).toBe('known');
  expect(verdict(`[hv01]:2222 ssh-ed25519 ${ED25519}`, ED25519, 22).kind).toBe('unknown');
  expect(verdict(`hv01 ssh-ed25519 ${ED25519}`, ED25519, 2222).kind).toBe('known');
  expect(verdict(`hv01 ssh-ed25519 ${ED25519}`, NEW, 2222).kind).toBe('unknown');
});

test('an alias replaces name and port', () => {
  expect(verdict(`rack7 ssh-ed25519 ${ED25519}\nhv01 ssh-ed25519 ${NEW}`, ED25519, 2222, 'rack7').kind).toBe(
    'known',
  );
});

test('the types on file are those of the host, without authorities and revocations', () => {
  const text = [
    `hv01 ecdsa-sha2-nistp256 ${ECDSA}`,
    `hv01,x ssh-ed25519 ${ED25519}`,
    `@revoked hv01 ssh-ed25519 ${NEW}`,
    `hv02 ssh-ed25519 ${NEW}`,
  ].join('\n');
  expect(typesOnFile(parseKnownHosts(text, 'known'), ['hv01'])).toEqual([
    'ecdsa-sha2-nistp256',
    'ssh-ed25519',
  ]);
  expect(typesOnFile(parseKnownHosts(text, 'known'), ['hv02'])).toEqual(['ssh-ed25519']);
});

test('the fingerprint is the one that ssh-keygen prints', () => {
  const printed = execFileSync('ssh-keygen', ['-lf', '-'], {
    input: `ssh-ed25519 ${ED25519}\n`,
    encoding: 'utf8',
  });
  expect(printed).toContain(` ${fingerprint(Buffer.from(ED25519, 'base64'))} `);
});

function refusal(text: string, file: string | undefined = '/home/o p/known_hosts') {
  const judged = verdict(text, NEW);
  if (judged.kind === 'known') throw new Error('The key is known');
  return hostKeyRefusal(judged, 'hv01', Buffer.from(NEW, 'base64'), file).problem;
}

test('an unknown key comes with its fingerprint and a command that adds just it', () => {
  const problem = refusal('');
  expect(problem.code).toBe('unreachable-host-key-unknown');
  expect(problem.detail).toContain(fingerprint(Buffer.from(NEW, 'base64')));
  expect(problem.command).toBe(`printf '\\n%s\\n' 'hv01 ssh-ed25519 ${NEW}' >> '/home/o p/known_hosts'`);
});

test('a changed key names the line that says otherwise', () => {
  const problem = refusal(`\nhv01 ssh-ed25519 ${ED25519}`);
  expect(problem.code).toBe('unreachable-host-key-changed');
  expect(problem.detail).toContain('known:2');
  expect(problem.command).toBe('ssh-keygen -R hv01 -f known');
});

test('a revoked key names the line and offers no way around', () => {
  const problem = refusal(`@revoked * ssh-ed25519 ${NEW}`);
  expect(problem.code).toBe('unreachable-host-key-revoked');
  expect(problem.detail).toContain('known:1');
  expect(problem.command).toBeUndefined();
});

test('a host of a certificate authority is sent to openssh', () => {
  expect(refusal(`@cert-authority hv01 ssh-ed25519 ${ED25519}`).hint).toContain(
    'virtfleet_transport: openssh',
  );
});
