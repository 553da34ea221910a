import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { rollback } from '../../src/commands/rollback/rollback.ts';
import { run } from '../../src/commands/run.ts';
import { holdCheck } from '../../src/history/check-lock.ts';
import { openHistory } from '../../src/history/history.ts';
import { prune } from '../../src/history/prune.ts';
import { differenceSince } from '../../src/history/questions/difference-since.ts';
import { foundBy } from '../../src/history/questions/found-by.ts';
import { newestChecks } from '../../src/history/questions/newest-checks.ts';
import { runNumbers } from '../../src/history/questions/runs.ts';
import { reportEvents } from '../../src/notify/report-events.ts';
import { project, typed } from '../commands/project.ts';
import { fillDisk } from '../history/kills/fill-disk.ts';
import { keepLife } from '../history/life.ts';
import { keep } from '../history/told.ts';
import { changesOf, check } from '../notify/checks.ts';
import { driftReport } from '../report/files/reports.ts';
import { must } from './run.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('a history on a full disk is a warning, and the next run is kept when there is room', async () => {
  const { kept, warned, wrong } = await fillDisk(newFolder());
  expect([kept > 0, warned, wrong]).toEqual([true, [expect.stringContaining('disk is full')], []]);
});

/** A cluster of Debian's PostgreSQL on a socket, for as long as the work takes. */
async function withPostgres(work: (url: string) => Promise<void>): Promise<void> {
  const folder = newFolder();
  const [version = ''] = readdirSync('/usr/lib/postgresql');
  const bin = `/usr/lib/postgresql/${version}/bin`;
  const asPostgres = (script: string) => must(['su', 'postgres', '-s', '/bin/sh', '-c', script]);
  await must(['chown', 'postgres', folder]);
  await asPostgres(`${bin}/initdb -D ${folder}/data -A trust >/dev/null`);
  const options = `-c listen_addresses='' -k ${folder}`;
  await asPostgres(`${bin}/pg_ctl -D ${folder}/data -o "${options}" -l ${folder}/log -w start >/dev/null`);
  try {
    await work(`postgres://postgres@localhost/postgres?host=${folder}`);
  } finally {
    await asPostgres(`${bin}/pg_ctl -D ${folder}/data -m fast stop >/dev/null`);
  }
}

it("Debian's PostgreSQL keeps the same, also of several at once", () =>
  withPostgres(async (url) => {
    const place = { kind: 'postgres', url } as const;
    const told = { time: '2026-11-26T12:00:00.000Z', hosts: ['hv01'], records: [] };
    expect(await Promise.all(['a', 'b'].map((id) => keep(place, { ...told, id })))).toEqual([[], []]);
    expect(await keepLife(place)).toEqual([]);
    const history = await openHistory(place);
    const runs = await runNumbers(history, {});
    expect(runs).toHaveLength(10);
    const mtu = { host: 'hv01', resource: 'network lab', what: 'mtu' };
    const since = await differenceSince(history, mtu, runs[8]);
    expect([since.firstSeen?.run, since.lastInStep?.run]).toEqual([runs[5], runs[4]]);
    const checks = await newestChecks(history);
    expect(checks.map(({ number }) => number)).toEqual([runs[9], runs[7]]);
    const found = { findings: driftReport({}, (text) => `${text}\0`).findings ?? [], unprivileged: ['hv01'] };
    await keep(place, { ...told, id: 'c', found });
    const [, last = 0] = (await runNumbers(history, {})).slice(-2);
    expect((await foundBy(history, last, []))?.findings.map(({ state }) => state)).toEqual([
      ...['both', 'waived', 'unmanaged'],
    ]);
    const reported: string[] = [];
    const other = await openHistory(place);
    const notify = (one: typeof history, seen: readonly string[]) =>
      reportEvents(one, 'r', changesOf(check({ hv01: seen })), async (events) => {
        reported.push(...events.map(({ kind, lines }) => `${kind} ${lines}`));
      });
    await Promise.all([notify(history, ['mtu']), notify(other, ['mtu'])]);
    await notify(history, ['mtu']);
    await notify(other, []);
    expect(reported).toEqual(['new ~ mtu: 1450 → 1400', 'gone ~ mtu: 1450 → 1400']);
    const release = await holdCheck(place, 'nightly');
    expect([await holdCheck(place, 'nightly'), await holdCheck(place, 'weekly')]).toEqual([
      undefined,
      expect.any(Function),
    ]);
    await release?.();
    expect(await holdCheck(place, 'nightly')).toEqual(expect.any(Function));
    expect(await prune(history, '2099-01-01T00:00:00.000Z')).toBe(11);
    expect(await runNumbers(history, {})).toEqual([]);
    await other.destroy();
    await history.destroy();
  }));

it('who may write to a shared history chooses nothing that is run', () =>
  withPostgres(async (url) => {
    const failing = "- hosts: all\n  gather_facts: false\n  tasks: [{ assert: { that: '1 == 2' } }]\n";
    const folder = project({ hosts: 'hv01 ansible_connection=local\n', 'site.yaml': failing });
    const evil = join(folder, 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\n: >${folder}/ran\necho '{"all": {"hosts": ["hv01"]}}'\n`, {
      mode: 0o755,
    });
    const at = { folder };
    const shared = ['--history', url];
    const local = ['-i', 'hosts'];
    const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts')];
    expect((await typed(run, folder, at, ...words, ...shared)).code).toBe(2);
    const resumed = await typed(run, folder, at, '--resume', '1', ...shared);
    expect(resumed.err).toContain('Resuming run 1 of');
    const history = await openHistory({ kind: 'postgres', url });
    onTestFinished(() => history.destroy());
    const set = (row: object) => history.updateTable('runs').set(row).where('number', '=', 1).execute();
    const { asked, inventory } = await history
      .selectFrom('runs')
      .selectAll()
      .where('number', '=', 1)
      .executeTakeFirstOrThrow();
    const kept = JSON.parse(asked ?? '');
    const forged = [
      { inventory: JSON.stringify([evil]) },
      { playbooks: JSON.stringify([evil]) },
      { asked: JSON.stringify({ ...kept, options: { ...kept.options, vaultPasswordFiles: [evil] } }) },
      { asked: JSON.stringify({ ...kept, seal: undefined }) },
      { asked: null },
    ];
    for (const row of forged) {
      await set({ asked, inventory, playbooks: JSON.stringify([words[0]]), ...row });
      for (const [command, ...more] of [
        [run, '--resume', '1'],
        [rollback, '1'],
      ] as const) {
        const refused = await typed(command, folder, at, ...more, ...shared);
        expect(refused).toMatchObject({
          code: 1,
          out: '',
          err: expect.stringMatching(/Nothing there\s+may choose what you run/),
        });
      }
    }
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    expect((await typed(rollback, folder, at, '1', ...local, ...shared)).err).not.toContain('Nothing there');
  }));
