import { expect, test } from 'vitest';
import { PATIENCE, type Patience, retry } from '../../src/transport/retry.ts';

/** Sleeps at once, and writes down for how long it was asked to. */
function patience(pauses: number[], random = 1): Patience {
  const sleep = async (milliseconds: number) => pauses.push(milliseconds);
  return { tries: 4, first: 100, longest: 300, random: () => random, sleep };
}

function failing(times: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return calls;
  };
}

test('a success is the result, without a pause', async () => {
  const pauses: number[] = [];
  expect(await retry(failing(0), () => true, patience(pauses))).toBe(1);
  expect(pauses).toEqual([]);
});

test('pauses double up to the longest', async () => {
  const pauses: number[] = [];
  expect(await retry(failing(3), () => true, patience(pauses))).toBe(4);
  expect(pauses).toEqual([100, 200, 300]);
});

test('the jitter is full', async () => {
  const pauses: number[] = [];
  await retry(failing(2), () => true, patience(pauses, 0.25));
  expect(pauses).toEqual([25, 50]);
});

test('the last failure is reported', async () => {
  await expect(retry(failing(9), () => true, patience([]))).rejects.toThrow('failure 4');
});

test('a permanent failure is reported at once', async () => {
  const pauses: number[] = [];
  await expect(retry(failing(9), () => false, patience(pauses))).rejects.toThrow('failure 1');
  expect(pauses).toEqual([]);
});

test('a pause that is aborted rejects with the reason of the signal', async () => {
  const slow = { ...PATIENCE, first: 3_600_000, longest: 3_600_000, random: () => 1 };
  const waiting = retry(failing(9), () => true, slow, AbortSignal.timeout(50));
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
});
