import { expect, it } from 'vitest';
import { differenceSince } from '../../src/history/questions/difference-since.ts';
import { change, outcome } from '../report/outcomes.ts';
import { newPlace, opened } from './kept.ts';
import { keep, type Told } from './told.ts';

const mtu = change('mtu', { action: 'update', before: '1500', after: '9000' });
const dnsmasq = change('dnsmasq', { action: 'update', before: 'not running', after: 'running' });
const lab = (status: 'would-change' | 'changed' | 'ok', ...changes: (typeof mtu)[]) => [
  outcome('hv01', { task: 'network lab', resource: 'network lab', status, changes }),
];
const RUNS: readonly Pick<Told, 'mode' | 'playbook' | 'records'>[] = [
  { mode: 'drift', records: lab('ok') },
  { mode: 'drift', records: lab('would-change', mtu, dnsmasq) },
  { playbook: 'doctor hv01', records: lab('changed', dnsmasq) },
  { playbook: 'doctor all', records: lab('ok') },
];

it('a run of the doctor says nothing of what it did not make go', async () => {
  const place = newPlace();
  for (const [index, run] of RUNS.entries()) {
    const id = `0000000${index + 1}-32d6-4bb5-8c7e-5a1d3f0e2c11`;
    const time = new Date(Date.UTC(2026, 10, 27, index)).toISOString();
    expect(await keep(place, { ...run, id, time, hosts: ['hv01'] })).toEqual([]);
  }
  const history = await opened(place);
  const since = async (what: string) => {
    const found = await differenceSince(history, { host: 'hv01', resource: 'network lab', what });
    return [found.firstSeen?.run, found.lastInStep?.run];
  };
  expect(await since('mtu')).toEqual([2, 1]);
  expect(await since('dnsmasq')).toEqual([undefined, 3]);
});
