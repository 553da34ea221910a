import { expect, it } from 'vitest';
import type { News } from '../../src/engine/announce.ts';
import { HostReporter } from '../../src/engine/host-reporter.ts';
import { outcomeOf } from '../../src/engine/task-result.ts';

it('a task that an interruption kept from beginning has no start, and gives none to the next', () => {
  const news: News[] = [];
  const reporter = new HostReporter('here', (one) => news.push(one));
  const heading = { play: 'play', name: 'task', module: 'file' };
  reporter.performing(heading);
  reporter.performed(outcomeOf('here', heading, { status: 'not-started' }));
  reporter.performed(outcomeOf('here', heading, { status: 'skipped' }));
  const timings = news.flatMap((one) => (one.type === 'task-ended' ? [Object.keys(one.timing)] : []));
  expect(timings).toEqual([['ended'], ['ended']]);
});
