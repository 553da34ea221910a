import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unfitness } from '../../../src/commands/controllers/fitness.ts';
import { sharedSchedule } from '../../../src/commands/controllers/surroundings.ts';
import { checkNamed, scheduleId } from '../../../src/commands/schedule/asked.ts';
import { regionHosts } from '../../../src/commands/schedule/region-hosts.ts';
import { listening, project } from '../project.ts';

const FILES = {
  'schedule.yaml': `project: site
regions: { north: north, south: south }
checks:
  nightly: { playbook: site.yaml, inventory: hosts, every: 1h }
`,
  'site.yaml': '- hosts: all\n  tasks:\n    - ping:\n',
  hosts: '[north]\nhv01\n[south]\nhv02\n',
};

/** A checkout, and a job that its worker may do. */
function checkout() {
  const folder = project(FILES);
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'x');
  const { io } = listening({ folder });
  const file = join(folder, 'schedule.yaml');
  const schedule = sharedSchedule(file);
  const job = {
    ...{ id: 'x', name: 'nightly', kind: 'drift' as const, region: 'north', hosts: ['hv01'], attempt: 1 },
    ...{ schedule: scheduleId(schedule, 'nightly'), deadline: '2999-01-01T00:00:00Z', left: 1000 },
    commit_id: git('rev-parse', 'HEAD').trim(),
    inventory_digest: regionHosts(schedule, checkNamed(schedule, 'nightly'), io).digest,
  };
  const refused = (more: Partial<typeof job> | { kind: 'run' }) =>
    unfitness({ ...job, ...more }, { file, region: 'north' }, io);
  return { folder, refused };
}

it('a worker does what its own files say, whatever the queue and the database say', async () => {
  const { folder, refused } = checkout();
  expect(await refused({})).toBeUndefined();
  expect(await refused({ hosts: ['hv01', 'hv02'] })).toBe('hv02 is no host of north');
  expect(await refused({ hosts: ['all'] })).toBe('all is no host of north');
  expect(await refused({ hosts: [] })).toBe('it names no host');
  expect(await refused({ region: 'south' })).toBe('it is a worker of north');
  expect(await refused({ kind: 'run' })).toBe('its schedule.yaml has no such run nightly');
  expect(await refused({ name: 'other' })).toBe('its schedule.yaml has no such drift other');
  expect(await refused({ commit_id: '0'.repeat(40) })).toMatch(
    /^it has [0-9a-f]{12}, and 0{12} is asked for$/,
  );
  expect(await refused({ inventory_digest: '0' })).toContain('other hosts or groups');
  appendFileSync(join(folder, 'site.yaml'), '    - ping:\n');
  expect(await refused({})).toMatch(/^files of its checkout differ from /);
});

it('a check has no host whose name a limit divides: others would be contacted', () => {
  const hosts = 'north:\n  hosts:\n    "hv01 hv02":\nsouth:\n  hosts:\n    hv02:\n';
  const yaml = FILES['schedule.yaml'].replace('inventory: hosts', 'inventory: hosts.yaml');
  const folder = project({ ...FILES, 'schedule.yaml': yaml, 'hosts.yaml': hosts });
  const schedule = sharedSchedule(join(folder, 'schedule.yaml'));
  const { io } = listening({ folder });
  expect(() => regionHosts(schedule, checkNamed(schedule, 'nightly'), io)).toThrow(
    '"hv01 hv02" has a blank or a colon in its name',
  );
});
