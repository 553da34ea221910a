import { beforeAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { HOSTS, onEach, run, write } from './two-hosts.ts';

const clean = () => onEach('rm -rf /srv/reports');
beforeAll(async () => {
  await clean();
});

const file = (name: string) => ({ name, copy: { dest: `/srv/reports/${name}`, content: 'x\n' } });

it('a write is in the journal of its host: who, from where, in which run, and what', async () => {
  write([file('one')]);
  const { stdout } = await run('--format', 'json');
  const { run: id, operator, tasks } = JSON.parse(stdout);
  expect(tasks).toMatchObject(
    HOSTS.map(() => ({ status: 'changed', place: { line: expect.any(Number), column: expect.any(Number) } })),
  );
  const by = `${operator} from 10.77.0.1, run ${id}`;
  for (const lines of await onEach(`journalctl -t virtfleet -o cat | grep -F ${id}`))
    expect(lines).toBe(`${by}: one\n${by}: record of what was applied`);
});

it('so are the lines of a guarded change, to its end', async () => {
  write([{ ...file('two'), guard: true }]);
  const { run: id } = JSON.parse((await run('--format', 'json')).stdout);
  for (const lines of await onEach(`journalctl -t virtfleet -o cat | grep -F ${id}`)) {
    const own = lines.split('\n').slice(0, -1);
    expect(own).toHaveLength(3);
    for (const line of own) expect(line).toMatch(new RegExp(`^\\S+ from 10\\.77\\.0\\.1, run ${id}: two`));
    expect(lines).toMatch(/two: confirmed\n.*: record of what was applied$/);
  }
});

describe('a canary that fails', () => {
  const tasks = [
    file('before'),
    { name: 'fails', command: { argv: ['false'] } },
    { name: 'loop', file: { path: '/srv/reports/{{ item }}', state: 'directory' }, loop: ['a', 'b'] },
  ];

  it('leaves the hosts behind it not started, in every count and with the reason', async () => {
    write(tasks, { name: 'rollout', serial: 1 });
    const { code, stdout } = await run('--format', 'json');
    expect(code).toBe(2);
    const report = JSON.parse(stdout);
    const [canary = '', other = ''] = HOSTS;
    expect(report.hosts[canary]).toMatchObject({ changed: 1, failed: 1, 'not-started': 2 });
    expect(report.hosts[other]).toMatchObject({ ok: 0, changed: 0, failed: 0, skipped: 0, 'not-started': 4 });
    const of = (host: string) => report.tasks.filter((task: { host: string }) => task.host === host);
    expect(of(canary).map(({ status }: { status: string }) => status)).toEqual([
      'changed',
      'failed',
      'not-started',
      'not-started',
    ]);
    for (const task of of(other))
      expect(task).toMatchObject({
        status: 'not-started',
        message: 'Batch 1 of 2 of play "rollout" failed on all of its hosts.',
      });
    expect(await lab.onHost(other, 'ls /srv/reports/before')).not.toMatchObject({ code: 0 });
  });

  it('stands at the end of the screen with its reason, its place and what to do next', async () => {
    const { stdout } = await run();
    expect(stdout).toMatch(
      /1 of 2 hosts have tasks that were not started:\n {2}\S+: 4 tasks not started\n {4}Batch 1 of 2 [\s\S]*\n1 of 2 hosts failed:\n {2}\S+ \(failed\): fails, \S+:\d+:\d+; 2 tasks not started\n {4}false ended with status 1\n\nTo go on with the hosts that are not done:\n {4}virtfleet run --resume \d+\nTo see this run again:\n {4}virtfleet history show \d+\n$/,
    );
  });
});
