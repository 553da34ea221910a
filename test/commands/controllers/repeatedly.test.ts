import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { repeatedly } from '../../../src/commands/controllers/repeatedly.ts';

it('who stops what is done again and again waits for the last of it, and nothing comes after', async () => {
  const seen: string[] = [];
  const stop = repeatedly(async () => {
    seen.push('begun');
    await sleep(10);
    seen.push('ended');
  }, 0);
  await stop();
  seen.push('stopped');
  await sleep(30);
  expect(seen).toEqual(['begun', 'ended', 'stopped']);
});
