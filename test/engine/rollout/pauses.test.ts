import { expect, it } from 'vitest';
import type { Pausing } from '../../../src/plan/rollout.ts';
import { disturbing, waved } from './waved.ts';

const HOSTS = ['hv01', 'hv02', 'hv03'];
const IN_WAVES = { inWaves: { canaries: [] } };
const disturbs = (_: string, folder: string) => [disturbing(folder, 'link')];

/** A play that asks before each wave but the first, and what came of it; `answers` are those of the person. */
async function paused(
  answers: readonly (boolean | undefined)[],
  pausing: Partial<Pausing> = {},
  timeout?: number,
) {
  const left = [...answers];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return left.shift();
  };
  const pause = { text: 'Look at the portal.', ...(timeout !== undefined && { timeout }) };
  const happened = await waved(HOSTS, [{ said: { ...IN_WAVES, gates: { pause } }, tasks: disturbs }], {
    pausing: { everyWave: false, isSure: false, ask, ...pausing },
  });
  return { ...happened, asked };
}

it('a person says whether the next wave begins', async () => {
  const { log, asked, notStarted } = await paused([true, false]);
  expect(asked).toEqual([
    'Wave 1 of 3 (canary) of play "play 1" is done. Look at the portal.\nBegin with wave 2 of 3 (5 %)? [y/N] ',
    'Wave 2 of 3 (5 %) of play "play 1" is done. Look at the portal.\nBegin with wave 3 of 3 (rest)? [y/N] ',
  ]);
  expect(log.filter((line) => line.startsWith('pause'))).toEqual([
    'pause behind wave 1: passed',
    'pause behind wave 2: The answer was no.',
  ]);
  expect(notStarted).toEqual({
    hv03: 'The answer was no. Wave 3 of 3 (rest) does not begin. With --yes nobody is asked.',
  });
});

it('without an answer no further wave begins', async () => {
  expect((await paused([undefined])).log.at(-2)).toBe('pause behind wave 1: There was no answer.');
  expect((await paused([undefined], {}, 1_800_000)).log.at(-2)).toBe(
    'pause behind wave 1: Nobody answered within 30m.',
  );
});

it('where nobody is there to ask, the rollout stops before the wave, and says so', async () => {
  const { log } = await paused([], { ask: undefined as never });
  expect(log.at(-1)).toBe(
    'stopped behind wave 1: Wave 2 of 3 (5 %) begins only when somebody says so, and there is no terminal to ask at. With --yes nobody is asked.',
  );
});

it('--yes asks nobody, and --step asks for each play', async () => {
  const sure = await paused([], { isSure: true });
  expect([sure.asked, sure.log.at(-1)]).toEqual([[], 'wave 3 ends; failed: ']);
  const step = await waved(HOSTS, [{ tasks: disturbs }], {
    pausing: { everyWave: true, isSure: false, ask: async () => false },
  });
  expect(step.log).toContain('pause behind wave 1: The answer was no.');
});
