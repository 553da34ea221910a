import { expect, it } from 'vitest';
import { Slots } from '../../../src/commands/controllers/slots.ts';

it('who waits longest gets the next slot, also behind work that failed', async () => {
  const slots = new Slots(2);
  const order: string[] = [];
  let [atOnce, most] = [0, 0];
  const work = (name: string) => async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    order.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
    if (name === 'b') throw new Error(name);
  };
  const first = ['a', 'b', 'c', 'd'].map((name) => slots.use(work(name)));
  // Junk that comes again and again as soon as it is gone.
  void first[0]?.then(() => slots.use(work('e')));
  const settled = await Promise.allSettled(first);
  await slots.use(work('f'));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect([order.join(''), most]).toEqual(['abcdef', 2]);
});
