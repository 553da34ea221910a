import { expect, it } from 'vitest';
import { overIn } from '../../../src/commands/execution/over.ts';
import { openHistory } from '../../../src/history/history.ts';
import { processOf } from '../../../src/history/running.ts';
import { newPlace } from '../../history/kept.ts';
import { keep } from '../../history/told.ts';
import { listening } from '../project.ts';

const ID = '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11';

it('the history knows of its own runs whether they are over', async () => {
  const place = newPlace();
  const { io } = listening({ owner: 'bob@laptop' });
  const isOver = overIn(place.path, io);
  expect(await isOver(ID)).toBe(false);
  await keep(place, { id: ID, time: '2026-11-29T12:00:00.000Z', hosts: ['hv01'], records: [] });
  expect(await isOver(ID)).toBe(true);
  const others = [ID.replace('7', '8'), ID.slice(0, 8), 'last', '1', "' OR 1=1 --", ''];
  expect(await Promise.all(others.map(isOver))).toEqual(others.map(() => false));
  expect(await overIn('none', io)(ID)).toBe(false);
});

it('a run without an end is over where its process on this machine is gone', async () => {
  const place = newPlace();
  await keep(place, { id: ID, time: '2026-11-29T12:00:00.000Z', hosts: ['hv01'], records: [] });
  const history = await openHistory(place);
  const by = (pid: number) => ({ folder: '/project', by: processOf(pid), extraVars: [], options: {} });
  const runBy = async (pid: number) => {
    const asked = JSON.stringify(by(pid));
    await history.updateTable('runs').set({ ended: null, asked }).execute();
    const there = listening({ owner: 'bob@laptop' }).io;
    const elsewhere = listening({ owner: 'bob@desktop' }).io;
    return Promise.all([there, elsewhere].map((io) => overIn(place.path, io)(ID)));
  };
  expect(await runBy(process.pid)).toEqual([false, false]);
  expect(await runBy(4_000_000)).toEqual([true, false]);
  await history.destroy();
});
