import { expect, it } from 'vitest';
import type { Happening } from '../../../src/plan/run-event.ts';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import { terminalListener } from '../../../src/report/terminal.ts';
import { change, event, outcome, started } from '../outcomes.ts';

const PLAY = 'Networks';
const HOSTS = Array.from({ length: 8 }, (_, index) => `hv${index + 1}`);
const CHANGES = [
  change('mtu', { before: '1500', after: '9000' }),
  change('autostart', { before: 'off', after: 'on' }),
];
const WAVES = [
  { hosts: ['hv3'], what: 'canary' },
  { hosts: ['hv1', 'hv2'], what: '5 %' },
  { hosts: ['hv4', 'hv5', 'hv6'], what: 'rest' },
];
const wave = (number: number): Happening => ({
  type: 'wave-started',
  play: PLAY,
  wave: number,
  hosts: WAVES[number - 1]?.hosts ?? [],
});
const ended = (number: number, ...failed: string[]): Happening => ({
  type: 'wave-ended',
  play: PLAY,
  wave: number,
  failed,
});
const changed = (host: string, rest: Partial<TaskRecord> = {}): Happening[] => [
  {
    type: 'task-ended',
    record: outcome(host, {
      status: 'changed',
      changes: CHANGES,
      ...rest,
    }),
  },
  { type: 'task-ended', record: outcome(host, { task: 'dnsmasq' }) },
  { type: 'host-ended', host },
];
const fine = (host: string): Happening[] => [
  { type: 'task-ended', record: outcome(host) },
  { type: 'task-ended', record: outcome(host, { task: 'dnsmasq' }) },
  { type: 'host-ended', host },
];

function report(mode: 'apply' | 'check', happenings: readonly Happening[]): string {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const options = { color: false, width: 80, verbose: false, diff: false, expand: false };
  const listener = terminalListener({ write, ...options });
  listener(started(HOSTS, mode));
  for (const one of happenings) listener(event(one));
  listener(event({ type: 'run-ended', interrupted: false }));
  return text;
}

const PLANNED: Happening[] = [
  { type: 'play-started', play: PLAY, hosts: HOSTS },
  ...fine('hv7'),
  ...fine('hv8'),
  { type: 'rollout-planned', play: PLAY, waves: WAVES },
];

it('each wave is told when it has ended, what was said before only once, and what stopped it at the end', () => {
  const text = report('apply', [
    ...PLANNED,
    wave(1),
    ...changed('hv3'),
    ended(1),
    { type: 'gate-started', play: PLAY, wave: 1, gate: 'soak' },
    { type: 'gate-ended', play: PLAY, wave: 1, gate: 'soak', passed: true },
    wave(2),
    ...changed('hv1'),
    { type: 'task-ended', record: outcome('hv2', { status: 'failed', message: 'no' }) },
    { type: 'host-ended', host: 'hv2' },
    ended(2, 'hv2'),
    { type: 'gate-started', play: PLAY, wave: 2, gate: 'verify' },
    { type: 'gate-ended', play: PLAY, wave: 2, gate: 'verify', passed: false, message: 'hv1: no answer' },
    { type: 'rollout-stopped', play: PLAY, wave: 2, why: 'The gate "verify" failed.' },
    ...['hv4', 'hv5', 'hv6'].flatMap((host): Happening[] => [
      {
        type: 'task-ended',
        record: outcome(host, { status: 'not-started', message: 'The rollout stopped.' }),
      },
      { type: 'host-ended', host },
    ]),
  ]);
  expect(text).toBe(`ROLLOUT "Networks": 3 waves
  canary: hv3
  5 %: hv1, hv2
  rest: hv[4:6]

PLAY [Networks]

Wave 1 of 3 (canary)

TASK [network lab]
changed: [hv3]
  ~ mtu: 1500 → 9000
  ~ autostart: off → on

Wave 2 of 3 (5 %)

TASK [network lab]
changed: [hv1]
  as on hv3
failed: [hv2]
  no

Nothing differs in 1 other task.

PLAY RECAP
hv1 : ok=1 changed=1 failed=0 skipped=0 blocked=0 unreachable=0 not-started=0
hv2 : ok=0 changed=0 failed=1 skipped=0 blocked=0 unreachable=0 not-started=0
hv3 : ok=1 changed=1 failed=0 skipped=0 blocked=0 unreachable=0 not-started=0
hv4 : ok=0 changed=0 failed=0 skipped=0 blocked=0 unreachable=0 not-started=1
hv5 : ok=0 changed=0 failed=0 skipped=0 blocked=0 unreachable=0 not-started=1
hv6 : ok=0 changed=0 failed=0 skipped=0 blocked=0 unreachable=0 not-started=1
hv7 : ok=2 changed=0 failed=0 skipped=0 blocked=0 unreachable=0 not-started=0
hv8 : ok=2 changed=0 failed=0 skipped=0 blocked=0 unreachable=0 not-started=0

Rollout of "Networks": stopped after wave 2 of 3 (5 %). The gate "verify"
failed.
  canary: 1 host; 1 changed
  5 %: 1 of 2 hosts failed: hv2; 1 changed; gate failed: verify: hv1: no answer
  rest: 3 hosts not started
3 of 8 hosts have tasks that were not started:
  hv[4:6]: 1 task not started
    The rollout stopped.
1 of 8 hosts failed:
  hv2 (failed): network lab
    no
`);
});

it('a dry run says who would be in which wave', () => {
  const text = report('check', PLANNED);
  expect(text.split('\n\n').at(-1)).toBe(`Check: nothing was changed. No change would be made.
ROLLOUT "Networks": 3 waves
  canary: hv3
  5 %: hv1, hv2
  rest: hv[4:6]
`);
});
