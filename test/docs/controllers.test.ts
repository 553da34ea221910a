import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSchedule } from '../../src/commands/schedule/schedule-file.ts';
import { project } from '../commands/project.ts';
import { blocks, documentAt, rows } from './documents.ts';

const PAGE = 'docs/controllers.md';
it('the example is a schedule that controllers can share', () => {
  const text =
    blocks('yaml').find((one) => one.where.startsWith(PAGE) && one.info === 'schedule')?.text ?? '';
  const schedule = readSchedule(join(project({ 'schedule.yaml': text }), 'schedule.yaml'));
  expect([schedule.isNamed, [...schedule.regions.keys()]]).toEqual([true, ['fra', 'ams']]);
});

it('the keys of a check that are for workers are explained, and so is each state without a result', () => {
  const first = (head: string) => rows(documentAt(PAGE), head).map(([key]) => key?.replaceAll('`', ''));
  expect(first('key')).toEqual(['command', 'shard', 'max-duration', 'jitter', 'catch-up', 'pause-after']);
  expect(first('state')).toEqual(['lost', 'skipped', 'missed', 'failed', 'paused']);
});
