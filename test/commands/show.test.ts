import { join } from 'node:path';
import { expect, it } from 'vitest';
import { show } from '../../src/commands/show.ts';
import { project, typed } from './project.ts';

// Nobody listens on this port.
const HOSTS = 'all:\n  hosts:\n    hv[01:02]: { ansible_host: 127.0.0.1, ansible_port: 1 }\n';

async function shown(...words: string[]) {
  const folder = project({ 'hosts.yaml': HOSTS });
  return typed(show, folder, ...words, '-i', join(folder, 'hosts.yaml'));
}

it.each(['hv01', 'hv01/', '/default', ''])('%j names no network of a host', async (subject) => {
  expect(await shown(subject)).toEqual({
    code: 1,
    out: '',
    err: `virtfleet show: write HOST/NETWORK, such as hv01/default, not "${subject}".\n`,
  });
});

it('an unknown host is refused, with the one that was meant', async () => {
  const { code, out, err } = await shown('hv1/default');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('error: A pattern matches no host\n');
  expect(err).toContain('hint: Did you mean `hv01`?\n');
});

it('a host that does not answer is reported with the reason, and the exit code is 4', async () => {
  const { code, out, err } = await shown('hv*/default');
  expect([code, err]).toEqual([4, '']);
  expect(out).toMatch(/^2 hosts could not be read\n {2}hv01: The host .*\n/);
});
