import { expect, test } from 'vitest';
import type { Event } from '../../src/report/events.ts';
import { createProgress } from '../../src/report/progress.ts';
import { terminalListener } from '../../src/report/terminal.ts';
import { outcome } from './outcomes.ts';

const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];
const START: Event = { type: 'run-started', playbook: 'site.yaml', mode: 'apply', hosts: HOSTS };

function phase(host: string, phase: 'connecting' | 'performing' | 'done', task?: string): Event {
  return { type: 'host-phase', host, phase, ...(task !== undefined && { task }) };
}

function drawn(width = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = createProgress({ write: (text) => written.push(text), width, now: () => clock.now });
  return { written, clock, progress };
}

test('the line names the slowest hosts and how long they have been at it', () => {
  const { written, clock, progress } = drawn();
  progress.tell(START);
  for (const host of HOSTS) progress.tell(phase(host, 'connecting'));
  clock.now = 2_000;
  progress.tell(phase('hv01', 'done'));
  clock.now = 3_500;
  progress.tell(phase('hv02', 'performing', 'bridge br0'));
  expect(written).toEqual([
    '\r\x1b[K0 of 4 hosts done',
    '\r\x1b[K1 of 4 hosts done: hv02 connecting (2 s), hv03 connecting (2 s) and 1 more',
    '\r\x1b[K1 of 4 hosts done: hv03 connecting (3 s), hv04 connecting (3 s) and 1 more',
  ]);
});

test('it is not drawn more often than can be read, and never wider than the terminal', () => {
  const { written, clock, progress } = drawn(20);
  progress.tell(START);
  clock.now = 99;
  progress.tell(phase('hv01', 'connecting'));
  clock.now = 100;
  progress.tick();
  expect(written).toEqual(['\r\x1b[K0 of 4 hosts done', '\r\x1b[K0 of 4 hosts done: ']);
});

test('it is erased before the report is written and gone at the end', () => {
  const { written, clock, progress } = drawn();
  const write = (text: string) => written.push(`report ${text.split('\n')[0]}`);
  const listener = terminalListener({ write, color: false, width: 80, verbose: true, diff: false, progress });
  listener(START);
  clock.now = 1_000;
  listener({ type: 'note', host: 'hv01', text: 'libvirt\x1b 9.0' });
  for (const host of HOSTS) listener({ type: 'task-ended', outcome: outcome(host) });
  clock.now = 2_000;
  listener({ type: 'run-ended', interrupted: false });
  progress.tick();
  expect(written).toEqual([
    '\r\x1b[K0 of 4 hosts done',
    '\r\x1b[K',
    'report hv01: libvirt\\x1b 9.0',
    '\r\x1b[K0 of 4 hosts done',
    '\r\x1b[K',
    'report PLAY [Networks]',
    'report TASK [network lab]',
    'report PLAY RECAP',
  ]);
});
