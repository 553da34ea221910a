import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FORMS } from '../../src/commands/declaration/schedule.ts';
import { CHECK_OPTIONS } from '../../src/commands/schedule/check-options.ts';
import { readSchedule } from '../../src/commands/schedule/schedule-file.ts';
import { systemdUnits } from '../../src/schedule/forms/systemd.ts';
import { project } from '../commands/project.ts';
import { machine, planned } from '../schedule/forms/checks.ts';
import { blocks, documentAt, rows } from './documents.ts';

const PAGE = 'docs/schedule.md';
const example = (language: string, info: string) =>
  blocks(language).find((one) => one.where.startsWith(PAGE) && one.info === info)?.text ?? '';

it('the example is a schedule', () => {
  const folder = project({ 'schedule.yaml': example('yaml', 'schedule') });
  const { checks, blackouts } = readSchedule(join(folder, 'schedule.yaml'));
  expect([...checks.keys(), blackouts.length]).toEqual(['nightly', 'weekly', 1]);
});

it('the keys of a check that are no options of drift are explained', () => {
  const keys = rows(documentAt(PAGE), 'key').map(([key]) => key?.replaceAll('`', '') ?? '');
  const own = ['playbook', 'every', 'cron', 'timezone', 'jitter', 'max-age', 'max-duration', 'reports'];
  expect(keys).toEqual(own);
  expect(Object.keys(CHECK_OPTIONS)).toEqual(
    expect.arrayContaining(['inventory', 'limit', 'tags', 'fail-on', 'private-key', 'become']),
  );
});

it('the timer is as shown', () => {
  const [timer] = systemdUnits(planned(), machine(), '/etc/systemd/system');
  expect(timer?.text).toBe(example('ini', 'timer'));
});

it('all forms are explained', () => {
  const forms = rows(documentAt(PAGE), 'form').map(([form]) => form?.replaceAll('`', ''));
  expect(['systemd', ...forms]).toEqual(FORMS);
});
