import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { prune } from '../../src/history/prune.ts';
import { runNumbers } from '../../src/history/questions/runs.ts';
import { PARTS } from '../../src/history/tables.ts';
import { change, outcome } from '../report/outcomes.ts';
import { newPlace, opened } from './kept.ts';
import { keep } from './told.ts';

it('takes what is older than a day out of every table, and leaves the rest', async () => {
  const place = newPlace();
  const downtimes = [{ interface: 'vnet0', ms: 1 }];
  const records = [outcome('hv01', { status: 'changed', changes: [change('mtu')], downtimes })];
  const waves = [{ type: 'wave-started', play: 'p', wave: 1, hosts: ['hv01'] }] as const;
  const found = { findings: [], unprivileged: [] };
  for (const day of [1, 2, 3])
    await keep(place, {
      id: `id${day}`,
      time: `2026-11-0${day}T00:00:00.000Z`,
      hosts: ['hv01'],
      records,
      found,
      waves,
    });
  const history = await opened(place);
  const runsOf = (part: string) => sql<{ run: number }>`select run from ${sql.table(part)}`.execute(history);
  expect(await prune(history, '2026-11-03T00:00:00.000Z')).toBe(2);
  expect(await runNumbers(history, {})).toEqual([3]);
  for (const part of PARTS) expect([part, (await runsOf(part)).rows]).toEqual([part, [{ run: 3 }]]);
  expect(await keep(place, { id: 'id4', time: '2026-11-04T00:00:00.000Z', hosts: [], records: [] })).toEqual(
    [],
  );
  // A number is of one run for ever.
  expect(await runNumbers(history, {})).toEqual([3, 4]);
  expect(await prune(history, '2026-11-04T00:00:00.001Z')).toBe(2);
  expect(await runNumbers(history, {})).toEqual([]);
  for (const part of PARTS) expect([part, (await runsOf(part)).rows]).toEqual([part, []]);
  expect(await prune(history, '2026-11-04T00:00:00.001Z')).toBe(0);
});
