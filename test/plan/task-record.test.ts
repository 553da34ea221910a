import { describe, expect, it } from 'vitest';
import { fileAt } from '../../src/host/files.ts';
import type { Change } from '../../src/plan/change.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import { recordOf, STARS } from '../../src/plan/task-record.ts';

const change: Change = {
  action: 'create',
  proof: 'observed',
  what: 'file /etc/token',
  before: null,
  after: 'hunter2',
  diff: { label: '/etc/token', before: '', after: 'hunter2\n' },
  impact: { disruption: 'service', note: 'token hunter2 is used' },
  steps: [{ do: 'run', argv: ['login', 'hunter2'] }],
  predictions: [{ probe: fileAt('/etc/token'), value: 'hunter2' }],
};
const outcome: Outcome = {
  host: 'hv01',
  play: 'play',
  task: 'token',
  module: 'copy',
  place: { file: 'site.yaml', line: 3, column: 7 },
  status: 'failed',
  changes: [change],
  message: 'hunter2 was refused, and $& too',
  warnings: ['hunter2 is short'],
  ignored: true,
};
const nothing = <T>(data: T) => data;
const TIMING = { started: 0, ended: 1500 };

describe('the record of a task', () => {
  it('is plain data: what JSON makes of it is the same', () => {
    const record = recordOf(outcome, TIMING, nothing);
    expect(record).toMatchObject({
      started: '1970-01-01T00:00:00.000Z',
      ended: '1970-01-01T00:00:01.500Z',
      status: 'failed',
      ignored: true,
      changes: [
        {
          action: 'create',
          proof: 'observed',
          what: 'file /etc/token',
          after: 'hunter2',
          steps: ['login hunter2'],
        },
      ],
    });
    expect(record.changes[0]).not.toHaveProperty('predictions');
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it('has stars where a secret stood, in every text', () => {
    const record = recordOf(outcome, TIMING, (data) =>
      JSON.parse(JSON.stringify(data).replaceAll('hunter2', () => STARS)),
    );
    expect(JSON.stringify(record)).not.toContain('hunter2');
    expect(record.message).toBe('******** was refused, and $& too');
    expect(record.changes[0]?.diff?.after).toBe('********\n');
  });

  it('of no_log keeps only what gives nothing away', () => {
    const record = recordOf({ ...outcome, noLog: true }, TIMING, nothing);
    expect(JSON.stringify(record)).not.toContain('hunter2');
    expect(record).toEqual({
      host: 'hv01',
      play: 'play',
      task: 'token',
      module: 'copy',
      place: { file: 'site.yaml', line: 3, column: 7 },
      started: '1970-01-01T00:00:00.000Z',
      ended: '1970-01-01T00:00:01.500Z',
      status: 'failed',
      changes: [
        {
          action: 'create',
          proof: 'observed',
          what: '********',
          before: null,
          after: '********',
          impact: { disruption: 'service' },
          steps: [],
        },
      ],
      message: 'Hidden, because the task says no_log.',
      ignored: true,
    });
  });
});
