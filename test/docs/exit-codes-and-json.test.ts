import { expect, it } from 'vitest';
import { BUSY } from '../../src/commands/schedule/run.ts';
import { STATUSES } from '../../src/plan/outcome.ts';
import { exitCode } from '../../src/report/exit-code.ts';
import { runJson } from '../../src/report/json.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { change, outcome } from '../report/outcomes.ts';
import { blocks, documentAt, rows } from './documents.ts';

const PAGE = 'docs/exit-codes-and-json.md';

it('the exit codes are those that a run can have, a mistake and a bug', () => {
  const codes = STATUSES.flatMap((status) =>
    (['check', 'drift'] as const).flatMap((mode) =>
      [true, false].map((interrupted) =>
        exitCode([outcome('hv01', { status })], { mode, exitCode: true, interrupted }),
      ),
    ),
  );
  const possible = [...new Set<number>([...codes, 1, 70, BUSY])].sort((a, b) => a - b);
  expect(rows(documentAt(PAGE), 'code').map(([code]) => Number(code))).toEqual(possible);
});

it('the JSON has the keys of a real document', () => {
  const changes = [change('running net.ipv4.ip_forward', { before: '0', after: '1' })];
  const tasks = [
    outcome('hv01', { status: 'would-change', place: { file: '', line: 1, column: 1 }, changes }),
  ];
  const about = { run: '', operator: '', playbook: '', started: '', ended: '', mode: 'check' } as const;
  const record: RunRecord = { ...about, hosts: ['hv01'], tasks, interrupted: false };
  const commit = { id: '', changed: false };
  const real = runJson(record, { virtfleet: '', commit, diff: false, exitCode: 3 });
  const [shown] = blocks('json').filter(({ where }) => where.startsWith(PAGE));
  expect(keysOf(JSON.parse(shown?.text ?? ''))).toEqual(keysOf(JSON.parse(real)));
});

it('the statuses are all there are', () => {
  const [, listed = ''] = /^`status` is one of (.*)\.$/m.exec(documentAt(PAGE)) ?? [];
  expect(listed).toBe(STATUSES.map((status) => `\`${status}\``).join(', '));
});

/** The shape of a document: its keys at every depth, without the values. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]));
}
