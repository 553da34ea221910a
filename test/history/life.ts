import { change, outcome } from '../report/outcomes.ts';
import { keep, type Told } from './told.ts';

const LAB = { task: 'network lab', resource: 'network lab' };
const mtu = change('mtu', { action: 'update', before: '1500', after: '9000' });
const autostart = change('autostart', { action: 'update', before: 'no', after: 'yes' });

const hour = (number: number) => new Date(Date.UTC(2026, 10, 27, number)).toISOString();
const inStep = (host: string) => outcome(host, { ...LAB });
const drifted = (host: string, ...changes: (typeof mtu)[]) =>
  outcome(host, { ...LAB, status: 'would-change', changes });

/** The life of network lab on hv01 and hv02: made, in step, drifted in one thing and then in another, repaired. */
const RUNS: readonly Omit<Told, 'hosts' | 'time' | 'id'>[] = [
  { records: [outcome('hv01', { ...LAB, status: 'changed', changes: [mtu] }), inStep('hv02')] },
  { mode: 'drift', records: [inStep('hv01'), inStep('hv02')] },
  { mode: 'drift', records: [inStep('hv01'), inStep('hv02')] },
  { mode: 'drift', records: [drifted('hv01', mtu), inStep('hv02')], exitCode: 3 },
  {
    mode: 'drift',
    records: [outcome('hv01', { ...LAB, status: 'unreachable', message: 'No answer.' }), inStep('hv02')],
    exitCode: 4,
  },
  { mode: 'drift', records: [drifted('hv01', mtu, autostart), inStep('hv02')], exitCode: 3 },
  {
    operator: 'bob@desk',
    records: [outcome('hv01', { ...LAB, status: 'changed', changes: [mtu, autostart] }), inStep('hv02')],
  },
  { mode: 'drift', playbook: 'nightly.yaml', records: [inStep('hv01'), inStep('hv02')] },
];

/** Keeps those runs, an hour apart: runs 1 to 8, with the ids 00000001-… */
export async function keepLife(place: Parameters<typeof keep>[0]): Promise<string[]> {
  const warned: string[] = [];
  for (const [index, run] of RUNS.entries()) {
    const id = `0000000${index + 1}-32d6-4bb5-8c7e-5a1d3f0e2c11`;
    warned.push(...(await keep(place, { ...run, id, time: hour(index), hosts: ['hv01', 'hv02'] })));
  }
  return warned;
}
