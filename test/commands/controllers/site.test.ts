import { join } from 'node:path';
import { expect, it } from 'vitest';
import { controllerSite } from '../../../src/commands/controllers/site.ts';
import { sharedSchedule } from '../../../src/commands/controllers/surroundings.ts';
import { Database } from '../../../src/controllers/database.ts';
import { newPlace } from '../../history/kept.ts';
import { project } from '../project.ts';

/** What a server says of itself that has these alarms. */
async function health(isWell: boolean, ...alarms: string[]) {
  const folder = project({ 'schedule.yaml': 'project: p\nregions: { a: all }\nchecks: {}\n' });
  const queue = { ring: async () => {}, counts: async () => new Map(), close: async () => {} };
  const watch = { isWell, alarms: new Map(alarms.map((about) => [about, 'connect ECONNREFUSED 10.0.0.1'])) };
  const schedule = sharedSchedule(join(folder, 'schedule.yaml'));
  const site = controllerSite({ database: new Database(newPlace()), queue, watch, schedule }, '1.0.0');
  return (await site('/health'))?.html();
}

it('the health of a server is that of its database and its queue, and no check of a region', async () => {
  expect(await health(true)).toBe('ok');
  expect(await health(true, 'region a', 'nightly in a')).toBe('ok');
  expect(await health(true, 'region a', 'the queue')).toBe('the queue does not answer');
  expect(await health(false, 'the queue')).toBe('the database does not answer');
});
