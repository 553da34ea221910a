import { afterEach, describe, expect, it } from 'vitest';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { NETPLAN_SECRETS } from '../../src/netplan/secrets.ts';
import { SecretTexts } from '../../src/snapshot/secret-texts.ts';

const secrets = new SecretTexts(Buffer.alloc(32, 1));
const taken = (text: string, patterns: readonly RegExp[] = []) => secrets.without(text, patterns);
/** What somebody gets of it who has none of the secrets. */
const shown = (text: string, patterns?: readonly RegExp[]) =>
  plainly(secrets.whole(taken(text, patterns), () => []));
/** Without what tells one secret from another. */
const plainly = (text: string) =>
  text.replaceAll(/withheld-[0-9a-f]{8}/g, 'withheld').replaceAll(/\b[0-9a-f]{24}(withheld){2}wit=/g, 'KEY');

afterEach(() => hiddenTexts.clear());

describe('what looks like a secret', () => {
  it.each([
    ['password = hunter2 and more', 'password = withheld'],
    ['env DB_PASSWORD=hunter2', 'env DB_PASSWORD=withheld'],
    ['env AWS_SECRET_ACCESS_KEY=hunter2', 'env AWS_SECRET_ACCESS_KEY=withheld'],
    ['  "api_key": "hunter2", "port": 1', '  "api_key": "withheld", "port": 1'],
    ["<graphics passwd='hunter2' port='5900'/>", "<graphics passwd='withheld' port='5900'/>"],
    [
      'COMMAND=/usr/bin/curl -u alice:hunter2 https://example.org',
      'COMMAND=/usr/bin/curl -u alice:withheld https://example.org',
    ],
    ['COMMAND=/usr/bin/x --password hunter2 -v', 'COMMAND=/usr/bin/x --password withheld -v'],
    ['http_proxy=http://alice:hunter2@proxy:3128', 'http_proxy=http://alice:withheld@proxy:3128'],
    ['Authorization: Bearer hunter2hunter2', 'Authorization: Bearer withheld'],
    ['root:$6$salt$hunter2:19000', 'root:withheld:19000'],
    ['x glpat-hunter2hunter2hunter2 y', 'x withheld y'],
    ["<qemu:arg value='hunter2'/>", "<qemu:arg value='withheld'/>"],
    ["<entry name='opt/ignition'>hunter2</entry>", "<entry name='opt/ignition'>withheld</entry>"],
    [
      'a\n-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\nhunter2\n-----END OPENSSH PRIVATE KEY-----\nb',
      'a\n-----BEGIN OPENSSH PRIVATE KEY-----\nwithheld\n-----END OPENSSH PRIVATE KEY-----\nb',
    ],
    ['-----BEGIN PRIVATE KEY-----\nhunter2\ncut off', '-----BEGIN PRIVATE KEY-----\nwithheld'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
    expect(JSON.stringify(taken(text))).not.toContain('hunter2');
    // The project has it: the host has the same.
    expect(secrets.whole(taken(text), () => [text])).toBe(text);
  });

  it('is nothing that networks and guests are told by', () => {
    const text = [
      "<secret type='ceph' uuid='6e3a'/>",
      "<mac address='52:54:00:00:00:01'/>",
      '/etc/dnsmasq.conf:interface=br0',
      'PasswordAuthentication no',
      'drwx------ 2 root root token-folder',
    ].join('\n');
    expect(taken(text)).toBe(text);
  });
});

const WIREGUARD = 'hunter2hunter2hunter2hunter2hunter2hunter2A=';

describe('netplan files', () => {
  it.each([
    [
      '/etc/netplan/a.yaml:          password: hunter2, }x',
      '/etc/netplan/a.yaml:          password: withheld',
    ],
    [
      'a.yaml:    access-points: {home: {password: "hunter2", mode: ap}}',
      'a.yaml:    access-points: {home: {password: withheld, mode: ap}}',
    ],
    ['a.yaml:      password: 12345678', 'a.yaml:      password: withheld'],
    ['a.yaml:      key: 1234', 'a.yaml:      key: 1234'],
    ['a.yaml:      keys: {input: 1, key: 10.0.0.1}', 'a.yaml:      keys: {input: 1, key: 10.0.0.1}'],
    [`a.yaml:      key: ${WIREGUARD}`, 'a.yaml:      key: KEY'],
    [`a.yaml:        - keys: {private: "${WIREGUARD}"}`, 'a.yaml:        - keys: {private: KEY}'],
    ['a.yaml:      pin: "1234"', 'a.yaml:      pin: withheld'],
    ['a.yaml:  password: |\na.yaml:    hunter2', 'a.yaml:  password: |\na.yaml:    withheld'],
    ['a.yaml:      key-management: psk', 'a.yaml:      key-management: psk'],
  ])('%s', (text, expected) => {
    expect(shown(text, NETPLAN_SECRETS)).toBe(expected);
  });
});

it('what is hidden in all output is taken out in every form, and put back where it is known', () => {
  hiddenTexts.open('p&ss word');
  const text = "a p&ss word b <txt value='p&amp;ss word'/> cCZzcyB3b3Jk";
  const kept = taken(text);
  expect(JSON.stringify(kept)).not.toMatch(/ss word|cCZzcyB3b3Jk/);
  expect(secrets.whole(kept, () => [])).toBe(text);
  hiddenTexts.clear();
  expect(plainly(secrets.whole(kept, () => []))).toBe("a withheld b <txt value='withheld'/> withheld");
  // Another key makes other digests.
  hiddenTexts.open('p&ss word');
  const other = new SecretTexts(Buffer.alloc(32, 2));
  expect(plainly(other.whole(kept, () => []))).toBe("a withheld b <txt value='withheld'/> withheld");
  expect(other.proof).not.toBe(secrets.proof);
});

it('one stands for the same secret, and another for another', () => {
  const said = (text: string) => secrets.whole(taken(text), () => []);
  expect(said('password = one\npassword = one')).toMatch(/^password = (withheld-\w{8})\npassword = \1$/);
  expect(said('password = one')).not.toBe(said('password = two'));
});
