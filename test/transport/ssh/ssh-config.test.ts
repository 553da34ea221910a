import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sshCall } from '../../../src/transport/ssh/ssh-call.ts';
import { createSettingsReader } from '../../../src/transport/ssh/ssh-config.ts';
import type { Target } from '../../../src/transport/target.ts';

const LOCAL = { home: '/home/op', user: 'op', uid: 1000, env: {} };
const TARGET: Target = { name: 'hv01', connection: 'ssh', become: false };

let folder: string;
let config: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  config = join(folder, 'config');
  const other = join(folder, 'other');
  writeFileSync(other, 'Host hv01\n  HostName 10.0.0.1\n');
  const match = `Match exec "test %h = hv02"\n  User matched\n`;
  writeFileSync(
    config,
    `Include ${other}\n${match}Host hv*\n  Port 2022\n  User configured\n  ProxyJump jump\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test('Include, Host and Match are what ssh makes of them', async () => {
  const read = createSettingsReader(LOCAL);
  const [one, two] = await Promise.all(
    ['hv01', 'hv02'].map((name) => read(sshCall({ ...TARGET, name, sshArgs: ['-F', config] }))),
  );
  expect(one).toMatchObject({ hostname: '10.0.0.1', port: 2022, user: 'configured', proxyJump: 'jump' });
  expect(two).toMatchObject({ hostname: 'hv02', port: 2022, user: 'matched' });
});

test('the inventory wins', async () => {
  const target = {
    ...TARGET,
    address: 'hv09',
    user: 'me',
    port: 22,
    identityFile: '/k "\\ y',
    sshArgs: ['-F', config],
  };
  const settings = await createSettingsReader(LOCAL)(sshCall(target));
  expect(settings).toMatchObject({ hostname: 'hv09', user: 'me', port: 22, identityFiles: ['/k "\\ y'] });
});

test('a name is a name, whatever it looks like', async () => {
  const names = ['-oProxyCommand=touch owned', '$(touch owned)', "a'b"];
  const read = createSettingsReader(LOCAL);
  for (const name of names) {
    const settings = await read(sshCall({ ...TARGET, name })).catch((error) => error);
    if (settings instanceof Error) expect(settings).toHaveProperty('reason', 'config');
    else expect(settings).toMatchObject({ hostname: name.toLowerCase(), beyond: [] });
  }
});

test('each call is answered for itself, also when many ask at once', async () => {
  const read = createSettingsReader(LOCAL);
  const names = Array.from({ length: 40 }, (_, index) => `host${index}`);
  const settings = await Promise.all(names.map((name) => read(sshCall({ ...TARGET, name }))));
  expect(settings.map(({ hostname }) => hostname)).toEqual(names);
});

test('the same call is asked once', async () => {
  const read = createSettingsReader(LOCAL);
  expect(read(sshCall(TARGET))).toBe(read(sshCall({ ...TARGET })));
  await read(sshCall(TARGET));
});

test('a wrong configuration is reported, and only for its host', async () => {
  const read = createSettingsReader(LOCAL);
  const wrong = read(sshCall({ ...TARGET, sshArgs: ['-o', 'NoSuchOption=1'] }));
  const right = read(sshCall(TARGET));
  await expect(wrong).rejects.toMatchObject({
    reason: 'config',
    message: expect.stringMatching(/nosuchoption/i),
  });
  await expect(right).resolves.toMatchObject({ hostname: 'hv01' });
});
