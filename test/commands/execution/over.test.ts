import { expect, it } from 'vitest';
import { overIn } from '../../../src/commands/execution/over.ts';
import { openHistory } from '../../../src/history/history.ts';
import { newPlace } from '../../history/kept.ts';
import { keep } from '../../history/told.ts';
import { listening } from '../project.ts';

const ID = '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11';

it('the history knows of its own runs whether they are over', async () => {
  const place = newPlace();
  const { io } = listening();
  const isOver = overIn(place.path, io);
  expect(await isOver(ID)).toBe(false);
  await keep(place, { id: ID, time: '2026-11-29T12:00:00.000Z', hosts: ['hv01'], records: [] });
  expect(await isOver(ID)).toBe(true);
  const others = [ID.replace('7', '8'), ID.slice(0, 8), 'last', '1', "' OR 1=1 --", ''];
  expect(await Promise.all(others.map(isOver))).toEqual(others.map(() => false));
  expect(await overIn('none', io)(ID)).toBe(false);
});

it('nobody knows of a run without an end whether it is over', async () => {
  const place = newPlace();
  await keep(place, { id: ID, time: '2026-11-29T12:00:00.000Z', hosts: ['hv01'], records: [] });
  const history = await openHistory(place);
  await history.updateTable('runs').set({ ended: null }).execute();
  await history.destroy();
  expect(await overIn(place.path, listening().io)(ID)).toBe(false);
});
