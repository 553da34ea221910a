import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyType, matches, parseKnownHosts } from '../../../src/transport/ssh/known-hosts.ts';

const ED25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIFK6qraalnbCKxwhuTjhLg9bKAa+zaR9aZe7/L9CcTC8';
const OTHER = 'AAAAC3NzaC1lZDI1NTE5AAAAIEnrcg1YyIaVtGRgMmQjvHJuXgBQj0sqHor4WSuXYZIz';
const FILE = `# hosts of the lab
hv01,10.0.0.1 ssh-ed25519 ${ED25519} a comment with spaces
[hv01]:2222 ssh-ed25519 ${OTHER}
  HV02.Example.com\tssh-ed25519 ${ED25519}
*.lab,!bad.lab ssh-ed25519 ${OTHER}
hv?? ssh-ed25519 ${OTHER}
[*.lab]:22?2 ssh-ed25519 ${ED25519}
2001:db8::1,[2001:db8::1]:2222 ssh-ed25519 ${ED25519}
a.b ssh-ed25519 ${ED25519}
`;
const NAMES = [
  ...['hv01', '10.0.0.1', '[hv01]:2222', '[hv01]:22', 'hv02.example.com', 'HV02.EXAMPLE.COM', 'hv02', 'hv99'],
  ...['good.lab', 'bad.lab', 'lab', '[x.lab]:2202', '[x.lab]:2222', '[bad.lab]:2222', 'hv001', 'aXb', 'a.b'],
  ...['2001:db8::1', '[2001:db8::1]:2222', '#', 'nobody'],
];

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  file = join(folder, 'known_hosts');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines that speak of a name, as ssh-keygen finds them. */
function foundBySsh(name: string): number[] {
  const { stdout } = spawnSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
  return [...stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line));
}

function foundByUs(name: string): number[] {
  const lines = parseKnownHosts(readFileSync(file, 'utf8'), file);
  return lines.filter(({ names }) => matches(names, name)).map(({ line }) => line);
}

test('a name is found on the lines where ssh-keygen -F finds it', () => {
  writeFileSync(file, FILE);
  expect(foundBySsh('hv01')).toEqual([2, 6]);
  for (const name of NAMES) expect([name, foundByUs(name)]).toEqual([name, foundBySsh(name)]);
});

test('also after ssh-keygen -H has hashed the names', () => {
  writeFileSync(file, FILE);
  execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
  expect(readFileSync(file, 'utf8')).toContain('|1|');
  expect(foundByUs('[hv01]:2222')).toHaveLength(1);
  // ssh looks names up in lower case; ssh-keygen leaves that to its caller here.
  const names = NAMES.filter((name) => name === name.toLowerCase());
  for (const name of names) expect([name, foundByUs(name)]).toEqual([name, foundBySsh(name)]);
});

test('markers are told apart, with file and line', () => {
  const text = `@revoked * ssh-ed25519 ${ED25519}\n@cert-authority *.lab ssh-ed25519 ${OTHER}\nx ssh-ed25519 ${OTHER}\n`;
  const lines = parseKnownHosts(text, '/etc/known');
  expect(lines.map(({ marker, names, file, line }) => [marker, names, `${file}:${line}`])).toEqual([
    ['revoked', '*', '/etc/known:1'],
    ['cert-authority', '*.lab', '/etc/known:2'],
    ['none', 'x', '/etc/known:3'],
  ]);
});

test.each([
  ['an unknown marker', `@trusted hv01 ssh-ed25519 ${ED25519}`],
  ['a key that is cut', 'hv01 ssh-ed25519 AAAAC3NzaC1lZDI1'.slice(0, 24)],
  ['a key of another type', `hv01 ssh-rsa ${ED25519}`],
  ['no key', 'hv01 ssh-ed25519'],
  ['a comment', `# hv01 ssh-ed25519 ${ED25519}`],
  ['nothing', ' '],
])('a line with %s is skipped', (_, line) => {
  expect(parseKnownHosts(`${line}\nhv01 ssh-ed25519 ${OTHER}\n`, 'file').map(({ line }) => line)).toEqual([
    2,
  ]);
});

test('Windows line ends are no part of the key', () => {
  expect(parseKnownHosts(`hv01 ssh-ed25519 ${ED25519}\r\n`, 'file')).toHaveLength(1);
});

test('a key says its own type', () => {
  expect(keyType(Buffer.from(ED25519, 'base64'))).toBe('ssh-ed25519');
  expect(keyType(Buffer.from([0, 0, 0, 9, 1]))).toBeUndefined();
  expect(keyType(Buffer.alloc(2))).toBeUndefined();
});
