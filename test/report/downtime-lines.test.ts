import { expect, it } from 'vitest';
import { parseDowntimes } from '../../src/plan/downtime.ts';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import { downtimeLines, downtimeSummary } from '../../src/report/downtime-lines.ts';
import { outcome } from './outcomes.ts';

const GUEST = { guest: 'web1', interface: 'vnet0', mac: '52:54:00:00:00:01' };
const restarted = (host: string, ports: number): TaskRecord => ({
  ...outcome(host, { status: 'changed' }),
  downtimes: Array.from({ length: ports }, (_, port) => ({ interface: `vnet${port}`, ms: 500 + port })),
});

it('a guest is told by name, another port by its own', () => {
  const printed = 'noise\nwithout-bridge vnet0 540\nwithout-bridge veth1 560\nwithout-bridge vnet1\n';
  const downtimes = parseDowntimes(printed, [GUEST]);
  expect(downtimes).toEqual([
    { ...GUEST, ms: 540 },
    { interface: 'veth1', ms: 560 },
  ]);
  const lines = downtimeLines([{ ...restarted('hv01', 0), downtimes }], false);
  expect(lines).toEqual([
    'guest web1 (vnet0): 540 ms without its bridge',
    'veth1: 560 ms without its bridge',
  ]);
});

it('of several hosts each port says where it is, and of many only the longest is told', () => {
  const [first] = downtimeLines([restarted('hv01', 1), restarted('hv02', 1)], false);
  expect(first).toBe('hv01: vnet0: 500 ms without its bridge');
  const many = [restarted('hv01', 4), restarted('hv02', 6)];
  expect(downtimeLines(many, false)).toEqual([
    '10 ports were without their bridge; the longest is hv02: vnet5: 505 ms without its bridge',
  ]);
  expect(downtimeLines(many, true)).toHaveLength(10);
});

it('over a whole run it is what guests were without, at the median and at most', () => {
  const at = (host: string, ...guests: [name: string, port: string, ms: number][]): TaskRecord => ({
    ...outcome(host, { status: 'changed' }),
    downtimes: guests.map(([guest, port, ms]) => ({ guest, interface: port, mac: '', ms })),
  });
  expect(downtimeSummary([at('hv01', ['web', 'vnet0', 540])])).toBeUndefined();
  const all = [
    at('hv01', ['web', 'vnet0', 400], ['web', 'vnet1', 300], ['db', 'vnet2', 60]),
    // It restarts twice.
    at('hv12', ['web', 'vnet0', 500]),
    at('hv12', ['web', 'vnet0', 400]),
  ];
  expect(downtimeSummary(all)).toBe(
    '3 guests were without their bridge for 0.4 s at the median, 0.9 s at most: hv12/web',
  );
  expect(downtimeSummary([...all, restarted('hv02', 1)])).toBe(
    '3 guests and 1 other port were without their bridge for 0.5 s at the median, 0.9 s at most: hv12/web',
  );
  expect(downtimeSummary([restarted('hv02', 2)])).toBe(
    '2 ports were without their bridge for 0.5 s at the median, 0.5 s at most: hv02/vnet1',
  );
});
