import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { snapshot, virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hosts = ['hv01', 'hv03'];

it.each([
  { user: 'root', words: [] },
  { user: 'a user who becomes root', words: ['-e', 'ansible_user=operator', '-b'] },
])('a bridge is not given the link that carries the session of $user', async ({ words }) => {
  const path = join(folder, 'play.yaml');
  const task = '    - bridge: { name: br7, interfaces: [eth0] }';
  writeFileSync(path, `- hosts: hv01,hv03\n  disruption: link\n  tasks:\n${task}\n`);
  const before = await Promise.all(hosts.map(snapshot));
  const { code, stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, ...words);
  expect(stdout).toContain('this SSH session comes in over eth0');
  for (const host of hosts) expect(stdout).toMatch(new RegExp(`^${host} : .* blocked=1`, 'm'));
  expect(code).toBe(2);
  expect(await Promise.all(hosts.map(snapshot))).toEqual(before);
});
