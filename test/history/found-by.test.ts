import { expect, it } from 'vitest';
import { foundBy } from '../../src/history/questions/found-by.ts';
import { keptRun } from '../../src/history/questions/kept-run.ts';
import { outcomesOf } from '../../src/history/questions/run-outcomes.ts';
import { runSummary } from '../../src/history/questions/runs.ts';
import { runJsonOf, writeRun } from '../../src/history/screens/run-page.ts';
import { driftReport, HOSTILE } from '../report/files/reports.ts';
import { newPlace, opened } from './kept.ts';
import { keep } from './told.ts';

const found = (text?: (text: string) => string) => {
  const { findings = [], record } = driftReport({}, text);
  return { findings, unprivileged: ['hv03'], record };
};

/** Keeps a check, and reads what it found. */
async function kept({ findings, unprivileged, record }: ReturnType<typeof found>) {
  const place = newPlace();
  const { run: id, started: time, hosts, tasks: records } = record;
  const told = { id, time, mode: 'drift', hosts, records, exitCode: 3 } as const;
  expect(await keep(place, { ...told, found: { findings, unprivileged } })).toEqual([]);
  const history = await opened(place);
  return foundBy(history, 1, await outcomesOf(history, { number: 1, started: time }));
}

it('what a check found is read as it was, with waivers, what is unmanaged, and the texts to compare', async () => {
  const { findings, unprivileged } = found();
  expect(findings.map(({ state }) => state)).toEqual(['both', 'waived', 'unmanaged']);
  expect(await kept(found())).toEqual({ findings, unprivileged });
});

it('history show prints what a check found as the check did, and JSON has it', async () => {
  const { findings, unprivileged, record } = found();
  const place = newPlace();
  const { run: id, started: time, hosts, tasks: records } = record;
  await keep(place, { ...{ id, time, mode: 'drift', hosts, records }, found: { findings, unprivileged } });
  const history = await opened(place);
  const run = await keptRun(history, await runSummary(history, 1));
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  writeRun(run, { write, color: false, width: 100, verbose: false, diff: false, expand: false });
  expect(text.split('\n').filter((line) => /^[A-Z]{5}/.test(line))).toEqual([
    'DRIFTED AND PENDING: changed on the host, and the playbook moved on',
    'UNMANAGED: described by no task',
    'WAIVED',
  ]);
  expect(text).toContain('The login user may not become root on hv03.');
  expect(JSON.parse(runJsonOf(run, true)).findings).toHaveLength(3);
});

it.each(HOSTILE)('%s in values comes back', async (_, text) => {
  const { findings, unprivileged } = found(() => text);
  // Of an UTF-8 file half a surrogate pair is no text; as the escape of JSON it is.
  const values = (all = findings) =>
    all.map(({ message, waiver, changes }) => [message, waiver, changes.map(({ diff: _, ...rest }) => rest)]);
  const read = await kept(found(() => text));
  expect([values(read?.findings as typeof findings), read?.unprivileged]).toEqual([values(), unprivileged]);
});

it('a run that is no check, or was killed, has none', async () => {
  const place = newPlace();
  await keep(place, { id: 'id1', time: '2026-11-01T00:00:00.000Z', hosts: [], records: [] });
  expect(await foundBy(await opened(place), 1, [])).toBeUndefined();
});
