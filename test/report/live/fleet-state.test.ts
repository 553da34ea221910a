import { expect, it } from 'vitest';
import { FleetState } from '../../../src/report/live/fleet-state.ts';
import { happened, type Moment } from './story.ts';

it('hosts of which a gate has been asked are not at work', () => {
  const state = new FleetState();
  const play = 'Networks';
  const at = () => [...state.working].map(([host, { doing }]) => `${host} ${doing}`);
  const waves = [{ hosts: ['hv1'], what: 'canary' }];
  const tell = (what: Moment[1]) => state.tell(happened([0, what]), 0);
  tell({ type: 'rollout-planned', play, waves });
  tell({ type: 'wave-started', play, wave: 1, hosts: ['hv1'] });
  tell({ type: 'task-started', host: 'hv1', play, task: 'lab' });
  expect(at()).toEqual(['hv1 lab']);
  tell({ type: 'wave-ended', play, wave: 1, failed: [] });
  expect(at()).toEqual([]);
  tell({ type: 'gate-started', play, wave: 1, gate: 'verify' });
  tell({ type: 'task-started', host: 'hv1', play, task: 'ping' });
  expect(at()).toEqual(['hv1 ping']);
  tell({ type: 'gate-ended', play, wave: 1, gate: 'verify', passed: true });
  expect(at()).toEqual([]);
});
