import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { holdCheck } from '../../src/history/check-lock.ts';
import { newPlace } from './kept.ts';

it('a check is held once, another beside it, and again when it is let go', async () => {
  const place = newPlace();
  const release = await holdCheck(place, 'nightly of /a');
  expect(await holdCheck(place, 'nightly of /a')).toBeUndefined();
  const other = await holdCheck(place, 'nightly of /b');
  await release?.();
  const again = await holdCheck(place, 'nightly of /a');
  expect([other, again]).toEqual([expect.any(Function), expect.any(Function)]);
  await Promise.all([other?.(), again?.()]);
});

it('the lock of a process that was killed does not hold', async () => {
  const place = newPlace();
  const module = new URL('../../src/history/check-lock.ts', import.meta.url).href;
  const script = `const { holdCheck } = await import(${JSON.stringify(module)});
    await holdCheck(${JSON.stringify(place)}, 'nightly');
    console.log('held');
    setInterval(() => {}, 1_000);`;
  const words = ['--import', 'tsx', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(await holdCheck(place, 'nightly')).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const release = await holdCheck(place, 'nightly');
  expect(release).toEqual(expect.any(Function));
  await release?.();
});
