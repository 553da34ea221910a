import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../../src/netplan/trial.ts';
import { parsed } from '../modules/trial.ts';

const probe = generated([{ path: '/etc/netplan/01.yaml', text: '' }]);
const recorded = (name: string) =>
  parsed(probe, readFileSync(join(import.meta.dirname, '../recorded', name), 'utf8'));

describe.each(['0.106', '1.1.2'])('netplan %s', (version) => {
  const old =
    "netplan: `gateway4` has been deprecated, use default routes instead. See the 'Default routes' section of the documentation for more details.";

  it('says what it refuses, with the path on the host', () => {
    expect(recorded(`netplan-trial-${version}-bad.txt`)).toEqual({
      warnings: [old],
      refusal: [
        'netplan refuses its files with this change:',
        "/etc/netplan/70.yaml:3:15: Error in network definition: Updated definition 'br0' changes device type",
        '  ethernets: {br0: {}}',
        '              ^',
      ].join('\n'),
    });
  });

  it('warns, each time in one line', () => {
    expect(recorded(`netplan-trial-${version}-ok.txt`)).toEqual({
      warnings: [
        old,
        expect.stringMatching(/^netplan: Problem .*: Conflicting default route .* br0 but also in eth0$/),
      ],
    });
  });
});

it('tells of which links of this session something would be applied that nobody has applied yet', () => {
  const said = (pending: string) => parsed(probe, `/tmp/tmp.x\n0\n${pending}\n\n`).unguarded;
  expect(said('')).toBeUndefined();
  expect(said(' eth0')).toMatch(
    /^netplan's files change eth0 in a way .* over it: .* guard: true on the task\.$/,
  );
  expect(said(' bond0 eth0')).toMatch(/^netplan's files change bond0, eth0 in a way .* over them: /);
});

it('the answer is kept for the same files and links only', () => {
  const of = (text: string, ...links: string[]) =>
    generated([{ path: '/etc/netplan/01.yaml', text }], links).key;
  expect(of('a')).toBe(of('a'));
  expect(of('a')).not.toBe(of('b'));
  expect(of('a')).not.toBe(of('a', 'eth0'));
});
