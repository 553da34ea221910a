import { join } from 'node:path';
import { expect, it } from 'vitest';
import { doctor } from '../../src/commands/doctor/doctor.ts';
import { project, typed } from './project.ts';

// Nobody listens on this port.
const HOSTS = 'hv01 ansible_host=127.0.0.1 ansible_port=1\n';

it('refuses what makes no sense before a host is asked', async () => {
  const folder = project({ 'hosts.ini': HOSTS });
  const said = async (...words: string[]) => {
    const { code, err } = await typed(doctor, folder, ...words, '-i', join(folder, 'hosts.ini'));
    return [code, err.trim().split('\n')[0]];
  };
  expect(await said('hv01/')).toEqual([1, expect.stringContaining('write HOST, HOST/NETWORK or HOST/GUEST')]);
  expect(await said('--check')).toEqual([1, expect.stringContaining('--check is for --fix')]);
  expect(await said('--fix', '--format', 'json')).toEqual([
    1,
    expect.stringContaining('leave out --format json'),
  ]);
});

it('tells a host that does not answer', async () => {
  const folder = project({ 'hosts.ini': HOSTS });
  const { code, out } = await typed(doctor, folder, 'hv01/lab', '-i', join(folder, 'hosts.ini'));
  expect(code).toBe(4);
  expect(out).toMatch(/^\s*1 host could not be read\n {2}hv01: /);
});
