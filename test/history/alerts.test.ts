import { expect, it } from 'vitest';
import { informed } from '../../src/history/alerts.ts';
import { newPlace, opened } from './kept.ts';

it('who says to have a receiver for longer than anybody has it holds up no report', async () => {
  const history = await opened(newPlace());
  let reports = 0;
  const report = () =>
    informed(history, 'r', async (known) => {
      reports = known.reports;
      return { alerts: [], isReported: true };
    });
  await report();
  await history.updateTable('receivers').set({ holder: 'x', until: Number.MAX_SAFE_INTEGER }).execute();
  await report();
  expect(reports).toBe(1);
});
