import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkLines } from '../../../src/commands/schedule/check-lines.ts';
import { sayFaults } from '../../../src/commands/schedule/prepared.ts';
import { regionStates } from '../../../src/commands/schedule/region-states.ts';
import { readSchedule } from '../../../src/commands/schedule/schedule-file.ts';
import { claim, settle } from '../../../src/controllers/claim.ts';
import { giveUp } from '../../../src/controllers/sweep.ts';
import { beat } from '../../../src/controllers/workers.ts';
import { due, finished, of, WORKER } from '../../controllers/dispatched.ts';
import { blocks } from '../../docs/documents.ts';
import { newPlace, opened } from '../../history/kept.ts';
import { listening, project } from '../project.ts';

const SCHEDULE = `project: p
regions: { fra: frankfurt, ams: amsterdam }
checks:
  hourly: { playbook: site.yaml, inventory: hosts, every: 1h, timezone: UTC }
`;
const HOSTS = new Map([
  ['fra', ['hv01', 'hv02', 'hv03']],
  ['ams', ['hv04']],
]);
const PREPARED = { commit: 'f'.repeat(40), inventoryDigest: 'd', hosts: HOSTS };
const CHECK = { schedule: 'hourly of p', name: 'hourly', regions: ['fra', 'ams'], shard: 50 };
const SITE = '- hosts: all\n  tasks:\n    - ping:\n';

/** A checkout, what is seen of its checks, and what a server would say when it starts. */
async function checkout(text = SCHEDULE, site = SITE) {
  const folder = project({
    ...{ 'schedule.yaml': text, 'site.yaml': site },
    hosts: '[frankfurt]\nhv0[1:3]\n[amsterdam]\nhv04\n',
  });
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'x');
  const history = await opened(newPlace());
  const { io } = listening({ width: 80 });
  const schedule = () => readSchedule(join(folder, 'schedule.yaml'));
  const seen = (now = Date.now()) =>
    regionStates(
      schedule(),
      history,
      { now, maxAge: undefined, place: { kind: 'postgres', url: 'postgres://x' } },
      io,
    );
  const said = async () => {
    const lines: string[] = [];
    await sayFaults(schedule(), (line) => lines.push(line), io);
    return lines.map((line) => line.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER'));
  };
  return { folder, history, seen, said };
}

const SILENT = [
  ['region fra', 'it has no worker'],
  ['region ams', 'it has no worker'],
];

it('the page is as documented: what is lost in one region is told, though another one is well', async () => {
  const { history, seen } = await checkout();
  const [example] = blocks('text').filter(({ info }) => info === 'regions');
  await beat(history, { ...WORKER, region: 'fra' });
  const jobs = await due(history, 60_000, PREPARED, CHECK);
  const open = await seen();
  expect(open.states.map(({ region, result }) => [region, result])).toEqual([
    ['fra', 'overdue; 1 job goes on'],
    ['ams', 'overdue; 1 job goes on'],
  ]);
  for (const { id } of jobs) {
    const job = await claim(history, id, of('w', 'fra'));
    if (typeof job !== 'string') await settle(history, job, finished(job.hosts));
  }
  await history.updateTable('jobs').set({ deadline: '2026-01-01' }).where('state', '=', 'queued').execute();
  await giveUp(history);
  const lines = checkLines(await seen(), [], 80);
  const timeless = (page: string) =>
    page.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?/g, (time) => time.replaceAll(/\d/g, '0'));
  expect(timeless(`$ virtfleet schedule check\n${lines.join('\n')}\n`)).toBe(timeless(example?.text ?? ''));
});

it('a check that never came about, or stopped coming about, is overdue in each region', async () => {
  const { history, seen } = await checkout();
  const never = 'no check of it came to its end';
  expect((await seen()).wrong).toEqual([...SILENT, ['hourly in fra', never], ['hourly in ams', never]]);
  for (const { id, region } of await due(history, 60_000, PREPARED, CHECK)) {
    const job = await claim(history, id, of('w', region));
    if (typeof job !== 'string') await settle(history, job, finished(job.hosts));
  }
  expect((await seen()).wrong).toEqual(SILENT);
  const late = 'it was due twice since the last check';
  expect((await seen(Date.now() + 3 * 3_600_000)).wrong).toEqual([
    ...SILENT,
    ['hourly in fra', late],
    ['hourly in ams', late],
  ]);
});

it('a worker that does not reach its queue is none of its region', async () => {
  const { history, seen } = await checkout();
  for (const name of ['fra', 'ams'])
    await beat(history, { ...WORKER, region: name, trouble: name === 'ams' ? '' : 'connect ETIMEDOUT' });
  expect((await seen()).wrong.filter(([about]) => !about.startsWith('hourly'))).toEqual([
    ['region fra', 'none of its workers listens at the queue: w'],
    ['worker w of fra', 'it does not reach its queue redis://queue.example:6379: connect ETIMEDOUT'],
  ]);
});

it('a region in which a check has no host is not overdue', async () => {
  const { seen, said } = await checkout(SCHEDULE, SITE.replace('all', 'frankfurt'));
  const { states, wrong } = await seen();
  expect(states.at(-1)).toMatchObject({ region: 'ams', result: 'no host of it' });
  expect(wrong.map(([about]) => about)).not.toContain('hourly in ams');
  expect(await said()).toEqual([]);
});

it('what is wrong with the files is told before the first check is due, all of it', async () => {
  const broken = SCHEDULE.replace('frankfurt', 'frankfort').replace('site.yaml', 'sitee.yaml');
  const { folder, seen, said } = await checkout(broken);
  const faults = [
    expect.stringMatching(
      /^hourly: it cannot be done: A file cannot be read: .*sitee\.yaml: there is no such/,
    ),
    'hourly: it cannot be done: A pattern matches no host: regions.fra: frankfort is neither a host nor a group among the 4 hosts of the inventory.',
  ];
  expect(await said()).toEqual(faults);
  const told = (await seen()).wrong.filter(([about]) => about === 'hourly');
  expect(told.map(([about, why]) => `${about}: ${why}`)).toHaveLength(2);
  writeFileSync(join(folder, 'schedule.yaml'), SCHEDULE.replace('amsterdam', 'hv03:hv04'));
  expect(await said()).toEqual([
    'hourly: it cannot be done: files of FOLDER differ from their commit: commit them',
    expect.stringContaining('hv03 is in fra and in ams: it would be checked twice.'),
  ]);
  rmSync(join(folder, '.git'), { recursive: true });
  writeFileSync(join(folder, 'schedule.yaml'), SCHEDULE);
  expect(await said()).toEqual([expect.stringContaining('git knows no commit of FOLDER')]);
});
