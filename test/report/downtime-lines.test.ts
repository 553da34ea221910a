import { expect, it } from 'vitest';
import { parseDowntimes } from '../../src/plan/downtime.ts';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import { downtimeLines } from '../../src/report/downtime-lines.ts';
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
