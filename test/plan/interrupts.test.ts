import { expect, it } from 'vitest';
import { pause } from '../../src/plan/interrupts.ts';

it('a pause that is longer than a timer waits is no pause of none', async () => {
  const over = new AbortController();
  const paused = pause(2 ** 40, over.signal).then(() => 'over');
  const turn = new Promise((resolve) => setTimeout(resolve, 50, 'goes on'));
  expect(await Promise.race([paused, turn])).toBe('goes on');
  over.abort();
  expect(await paused).toBe('over');
});
