import type { Event, Happening } from '../../../src/plan/run-event.ts';
import { event, outcome, started } from '../outcomes.ts';
import { BEGIN, emulated } from './emulated.ts';

/** Milliseconds since the story began, and what happens then. */
export type Moment = [at: number, what: Happening];

export const PLAY = 'Networks';

export function namesOf(count: number): string[] {
  const digits = String(count).length;
  return Array.from({ length: count }, (_, index) => `hv${String(index + 1).padStart(digits, '0')}`);
}

export function happened([at, what]: Moment): Event {
  return { ...event(what), time: time(at) };
}

/** ISO 8601. */
export function time(at: number): string {
  return new Date(BEGIN + at).toISOString();
}

/** All hosts are planned: 3 s after the begin their waves are known. */
export function planned(hosts: readonly string[]): Moment[] {
  const { run: _, time: __, ...begin } = started(hosts);
  const few = 1 + Math.ceil(hosts.length / 20);
  const waves = [
    { hosts: hosts.slice(0, 1), what: 'canary' },
    { hosts: hosts.slice(1, few), what: '5 %' },
    { hosts: hosts.slice(few), what: 'rest' },
  ];
  return [
    [0, begin],
    [0, { type: 'play-started', play: PLAY, hosts }],
    ...hosts.map((host): Moment => [10, { type: 'host-started', host }]),
    ...hosts.map((host): Moment => [3_000, { type: 'host-waiting', host, for: 'turn' }]),
    [3_000, { type: 'rollout-planned', play: PLAY, waves }],
  ];
}

/** The canary is changed within 5 s; a soak of 5 min begins. */
export function canary(hosts: readonly string[]): Moment[] {
  const [host = ''] = hosts;
  const wave = 1;
  return [
    [3_000, { type: 'wave-started', play: PLAY, wave, hosts: [host] }],
    [3_100, { type: 'task-started', host, play: PLAY, task: 'bridge br0' }],
    [8_000, { type: 'task-ended', record: outcome(host, { status: 'changed' }) }],
    [8_000, { type: 'host-ended', host }],
    [8_000, { type: 'wave-ended', play: PLAY, wave, failed: [] }],
    [8_000, { type: 'gate-started', play: PLAY, wave, gate: 'soak', until: time(308_000) }],
  ];
}

/** The second wave begins, one of its hosts is not there, and the gate behind it fails. */
function second(hosts: readonly string[]): Moment[] {
  const own = hosts.slice(1, 1 + Math.ceil(hosts.length / 20));
  const [away = '', ...others] = own;
  const wave = 2;
  return [
    [308_000, { type: 'gate-ended', play: PLAY, wave: 1, gate: 'soak', passed: true }],
    [308_000, { type: 'wave-started', play: PLAY, wave, hosts: own }],
    ...own.map((host): Moment => [308_100, { type: 'task-started', host, play: PLAY, task: 'bridge br0' }]),
    [310_000, { type: 'task-ended', record: outcome(away, { status: 'unreachable', message: 'No route.' }) }],
    [310_000, { type: 'host-ended', host: away }],
    ...others.map((host): Moment => [320_000, { type: 'host-ended', host }]),
    [320_000, { type: 'wave-ended', play: PLAY, wave, failed: [away] }],
    [320_000, { type: 'gate-started', play: PLAY, wave, gate: 'verify' }],
    [325_000, { type: 'gate-ended', play: PLAY, wave, gate: 'verify', passed: false, message: 'no answer' }],
    [325_000, { type: 'rollout-stopped', play: PLAY, wave, why: 'The gate "verify" failed.' }],
    [325_000, { type: 'run-ended', interrupted: false }],
  ];
}

/** All of it. */
export function story(hosts: readonly string[]): Moment[] {
  return [...planned(hosts), ...canary(hosts), ...second(hosts)];
}

/** What is to be seen once all of this has happened until then. */
export function told(
  moments: readonly Moment[],
  until: number,
  size: { columns?: number; rows?: number } = {},
) {
  const shown = emulated(size);
  for (const moment of moments.filter(([at]) => at <= until)) {
    shown.clock.now = BEGIN + moment[0];
    shown.view.tell(happened(moment));
  }
  shown.clock.now = BEGIN + until;
  shown.view.tick();
  return shown;
}
