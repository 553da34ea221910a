import { describe, expect, it } from 'vitest';
import { prometheus } from '../../../src/report/files/prometheus.ts';
import type { Report } from '../../../src/report/files/report.ts';
import { driftReport, HOSTILE, runReport } from './reports.ts';

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Reads the text format (https://prometheus.io/docs/instrumenting/exposition_formats/) and refuses what is not in it. */
function read(text: string): Sample[] {
  expect(text.endsWith('\n')).toBe(true);
  const typed = new Set<string>();
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line) => {
      const comment = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line);
      if (comment?.[1] === 'TYPE') typed.add(comment[2] ?? '');
      if (comment) return [];
      const [, name = '', list = '', value] =
        /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)*)\} (-?[\d.]+)$/.exec(line) ?? [];
      if (value === undefined || !typed.has(name)) throw new Error(`no sample: ${line}`);
      const pairs = [...list.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)];
      const labels = pairs.map(([, label = '', escaped = '']) => [label, unescaped(escaped)]);
      return [
        { name: name.replace('virtfleet_', ''), labels: Object.fromEntries(labels), value: Number(value) },
      ];
    });
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character));
}

function valuesOf(report: Report, name: string, ...labels: string[]) {
  return read(prometheus(report))
    .filter((one) => one.name === name)
    .map((one) => [...labels.map((label) => one.labels[label]), one.value]);
}

describe('a drift check', () => {
  it('counts differences by host, network and cause', () => {
    expect(valuesOf(driftReport(), 'differences', 'host', 'resource', 'network', 'cause')).toEqual([
      ['hv01', 'network lab', 'lab', 'drifted', 1],
      ['hv01', 'network lab', 'lab', 'pending', 1],
      ['hv03', 'network lab', 'lab', 'waived', 1],
      ['hv03', 'tap vnet7', '', 'unmanaged', 1],
    ]);
  });

  it('has a sample for each host and cause, also where nothing differs', () => {
    const counts = valuesOf(driftReport(), 'host_differences', 'host', 'cause');
    expect(counts).toHaveLength(3 * 6);
    expect(counts).toContainEqual(['hv02', 'drifted', 0]);
    expect(counts).toContainEqual(['hv01', 'drifted', 1]);
  });

  it('says which hosts were reached and checked', () => {
    expect(valuesOf(driftReport(), 'host_reachable', 'host')).toEqual([
      ['hv01', 1],
      ['hv02', 0],
      ['hv03', 1],
    ]);
    expect(valuesOf(runReport(), 'host_check_success', 'host')).toEqual([
      ['hv01', 1],
      ['hv02', 0],
    ]);
    expect(valuesOf(runReport(), 'host_reachable', 'host')).toEqual([
      ['hv01', 1],
      ['hv02', 1],
    ]);
  });

  it('says when it ended, how long it took, and when the last was that checked all hosts', () => {
    const ended = Date.UTC(2026, 10, 28, 12, 0, 7, 500) / 1_000;
    expect(valuesOf(driftReport(), 'last_check_timestamp_seconds')).toEqual([[ended]]);
    expect(valuesOf(driftReport(), 'check_duration_seconds')).toEqual([[7.5]]);
    expect(valuesOf(driftReport(), 'check_success')).toEqual([[0]]);
    expect(valuesOf(driftReport(), 'last_success_timestamp_seconds')).toEqual([]);
    const lastSuccess = '2026-11-28T11:00:00.000Z';
    const before = Date.UTC(2026, 10, 28, 11) / 1_000;
    expect(valuesOf(driftReport({ lastSuccess }), 'last_success_timestamp_seconds')).toEqual([[before]]);
    const { record } = driftReport();
    const fine = driftReport({ lastSuccess, record: { ...record, tasks: [] } });
    expect(valuesOf(fine, 'last_success_timestamp_seconds')).toEqual([[ended]]);
  });
});

it('a run has the counters of its recap, and no differences', () => {
  const counts = valuesOf(runReport(), 'host_tasks', 'host', 'result');
  expect(counts).toContainEqual(['hv01', 'changed', 1]);
  expect(counts).toContainEqual(['hv02', 'not-started', 1]);
  expect(valuesOf(runReport(), 'host_differences', 'host')).toEqual([]);
});

it('each sample says of which check it is, and none is there twice', () => {
  const samples = read(prometheus(driftReport()));
  for (const { labels } of samples)
    expect(labels).toMatchObject({ playbook: 'playbooks/site.yaml', inventory: 'inventory', mode: 'drift' });
  const keys = samples.map(({ name, labels }) => JSON.stringify([name, labels]));
  expect(new Set(keys).size).toBe(keys.length);
});

it.each(HOSTILE)('names stay names: %s', (_, text) => {
  const { record } = driftReport();
  const labelled = valuesOf(driftReport({ record: { ...record, hosts: [text] } }), 'host_reachable', 'host');
  const kept = text.replaceAll(/\r\n?/g, '\n').replaceAll(/\p{Surrogate}/gu, '\ufffd');
  expect(labelled).toEqual([[kept, 1]]);
});

it('names that differ in what the format cannot write are one sample', () => {
  const { findings = [] } = driftReport();
  const [tap] = findings.filter(({ state }) => state === 'unmanaged');
  if (!tap) throw new Error('nothing is unmanaged');
  const named = ['a\rb', 'a\nb', 'a\ud800', 'a\udfff'].map((name) => ({ ...tap, resource: `tap ${name}` }));
  expect(valuesOf(driftReport({ findings: named }), 'differences', 'resource')).toEqual([
    ['tap a\nb', 2],
    ['tap a\ufffd', 2],
  ]);
});
