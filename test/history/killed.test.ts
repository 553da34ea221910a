import { expect, it } from 'vitest';
import { listRuns } from '../../src/history/questions/runs.ts';
import { newPlace, opened } from './kept.ts';
import { killOnce } from './kills/kill.ts';
import { keep } from './told.ts';

it('a history opens after kills, has every run that was reported as finished, and takes the next one', async () => {
  const place = newPlace();
  const finished: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const killed = await killOnce(place.path, name);
    expect(killed.wrong).toEqual([]);
    expect(killed.finished.length).toBeGreaterThan(0);
    finished.push(...killed.finished);
  }
  const time = '2026-11-28T12:00:00.000Z';
  expect(await keep(place, { id: 'next', time, hosts: ['hv01'], records: [] })).toEqual([]);
  const runs = await listRuns(await opened(place), {}, 10_000);
  const ended = runs.filter((run) => run.ended !== undefined).map(({ id }) => id);
  expect(ended).toEqual(expect.arrayContaining([...finished, 'next']));
});
