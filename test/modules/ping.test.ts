import { expect, it } from 'vitest';
import { ping } from '../../src/modules/ping.ts';
import { ask, trial } from './trial.ts';

it('answers what it is asked for', () => {
  const answer = ask(ping.observe({ data: 'pong' }).answer);
  expect(trial(ping, {}, { answer }).plan).toEqual({ changes: [], result: { ping: 'pong' } });
  expect(trial(ping, { data: 'hello' }, { answer }).plan.result).toEqual({ ping: 'hello' });
});
