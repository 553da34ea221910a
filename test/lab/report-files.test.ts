import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { afterAll, expect, it } from 'vitest';
import type { StateEvent } from '../../src/notify/check.ts';
import { prometheus } from '../../src/report/files/prometheus.ts';
import { driftReport, HOSTILE, runReport } from '../report/files/reports.ts';
import { isSarif } from '../report/files/sarif-schema.ts';
import { lab } from './lab.ts';
import { promtool } from './promtool.ts';
import { drift, HOSTS, run, write } from './two-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [first = '', second = ''] = HOSTS;
const KINDS = ['json', 'ndjson', 'junit', 'prometheus', 'sarif', 'markdown'] as const;
const file = (kind: string) => join(folder, `report.${kind}`);
const read = (kind: (typeof KINDS)[number]) => readFileSync(file(kind), 'utf8');

/** Nobody has this address. */
const GONE = join(folder, 'gone.yaml');
writeFileSync(GONE, 'ungrouped:\n  hosts:\n    gone: { ansible_host: 10.77.0.250 }\n');

/** A check with everything; resolves to what the command was notified of. */
async function checked(): Promise<{ code: number | null; stderr: string; events: string[] }> {
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const { code, stderr } = await drift(
    ...['-i', GONE, '-T', '5', '--diff', '--history', join(folder, 'history.db')],
    ...KINDS.flatMap((kind) => [`--${kind}`, file(kind)]),
    ...['--notify-command', `cat >>${log}`],
  );
  const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  const events = lines.flatMap((line) => JSON.parse(line).events as StateEvent[]);
  const said = events.map(({ kind, host, resource = '', state = '' }) =>
    [kind, host, resource, state].filter(Boolean).join(' '),
  );
  return { code, stderr, events: said.toSorted() };
}

it('a check of hosts is reported to each reader, and notified once', async () => {
  const network = { name: 'lab', network: { name: 'reported', bridge: 'virbr88', autostart: true } };
  write([network], { hosts: 'all' });
  await run();
  expect(await checked()).toEqual({ code: 4, stderr: '', events: ['unreachable gone'] });
  expect(await promtool(read('prometheus'))).toBe('');

  await lab.onHost(first, 'virsh net-autostart reported --disable');
  await lab.onHost(second, 'virsh net-destroy reported');
  const drifted = await checked();
  expect(drifted).toMatchObject({
    code: 3,
    events: [`new ${first} network reported drifted`, `new ${second} network reported drifted`],
  });
  const metrics = read('prometheus');
  expect(await promtool(metrics)).toBe('');
  expect(metrics).toMatch(new RegExp(`virtfleet_host_differences\\{.*host="${first}",cause="drifted"\\} 1`));
  expect(metrics).toMatch(/virtfleet_host_reachable\{.*host="gone"\} 0/);
  expect(metrics).toMatch(/virtfleet_differences\{.*network="reported",cause="drifted"\} 1/);

  const sarif = JSON.parse(read('sarif'));
  expect([isSarif(sarif), isSarif.errors]).toEqual([true, null]);
  const rules = sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId);
  expect(rules.toSorted()).toEqual(['drifted', 'drifted', 'unreachable']);
  const suites = new DOMParser().parseFromString(read('junit'), 'text/xml').documentElement;
  expect([suites?.getAttribute('failures'), suites?.getAttribute('errors')]).toEqual(['2', '1']);
  expect(read('markdown')).toContain(`| \`${second}\` | \`network reported\` | drifted, new |`);
  expect(JSON.parse(read('ndjson').trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ exit_code: 3 });

  expect((await checked()).events).toEqual([]);
  await run();
  expect((await checked()).events).toEqual([
    `gone ${first} network reported drifted`,
    `gone ${second} network reported drifted`,
  ]);
});

const METRICS: readonly (readonly [name: string, metrics: string])[] = [
  ['a check', prometheus(driftReport({ lastSuccess: '2026-11-28T11:00:00.000Z' }))],
  ['a run', prometheus(runReport())],
  ...HOSTILE.map(([name, text]) => {
    const { record } = driftReport();
    return [name, prometheus(driftReport({ record: { ...record, playbook: text, hosts: [text] } }))] as const;
  }),
];

it.each(METRICS)('promtool takes the metrics of %s', async (_, metrics) => {
  expect(await promtool(metrics)).toBe('');
});

it('promtool refuses what breaks the conventions', async () => {
  expect(await promtool('# TYPE a_total gauge\na_total 1\n')).toContain('no help text');
});
