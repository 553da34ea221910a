import { expect, test } from 'vitest';
import type { Event } from '../../src/plan/run-event.ts';
import { createProgress } from '../../src/report/progress.ts';
import { terminalListener } from '../../src/report/terminal.ts';
import { outcome } from './outcomes.ts';

const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];
const START: Event = {
  type: 'run-started',
  playbook: 'site.yaml',
  mode: 'apply',

  hosts: HOSTS,
};

function phase(host: string, phase: 'connecting' | 'planned' | 'performing' | 'done', task?: string): Event {
  return { type: 'host-phase', host, phase, ...(task !== undefined && { task }) };
}

function drawn(width = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = createProgress({ write: (text) => written.push(text), width, now: () => clock.now });
  return { written, clock, progress };
}

test('the line names the first hosts and how long they have been at it', () => {
  const { written, clock, progress } = drawn();
  progress.tell(START);
  for (const host of HOSTS) progress.tell(phase(host, 'connecting'));
  clock.now = 2_000;
  progress.tell(phase('hv01', 'done'));
  clock.now = 3_500;
  progress.tell(phase('hv02', 'performing', 'bridge br0'));
  expect(written).toEqual([
    '\r0 of 4 hosts done\x1b[K',
    '\r1 of 4 hosts done: hv02 connecting (2 s), hv03 connecting (2 s) and 1 more\x1b[K',
    '\r1 of 4 hosts done: hv02 performing bridge br0, hv03 connecting (3 s) and 1 more\x1b[K',
  ]);
});

test('it names the same hosts until they are done, none that waits, and is not drawn again without news', () => {
  const { written, clock, progress } = drawn();
  progress.tell(START);
  for (const host of ['hv01', 'hv02']) progress.tell(phase(host, 'connecting'));
  for (const host of ['hv03', 'hv04']) progress.tell(phase(host, 'planned'));
  const lines: string[] = [];
  for (let turn = 1; turn <= 4; turn += 1) {
    clock.now = turn * 200;
    progress.tell(phase(turn % 2 ? 'hv01' : 'hv02', 'performing', 'bridge'));
    lines.push(written.at(-1) ?? '');
  }
  expect(lines).toEqual([
    '\r0 of 4 hosts done, 2 waiting: hv01 performing bridge, hv02 connecting\x1b[K',
    ...Array(3).fill('\r0 of 4 hosts done, 2 waiting: hv01 performing bridge, hv02 performing bridge\x1b[K'),
  ]);
  expect(written).toHaveLength(3);
});

test('it is not drawn more often than can be read, and never wider than the terminal', () => {
  const { written, clock, progress } = drawn(20);
  progress.tell(START);
  clock.now = 99;
  progress.tell(phase('hv01', 'connecting'));
  clock.now = 100;
  progress.tick();
  expect(written).toEqual(['\r0 of 4 hosts done\x1b[K', '\r0 of 4 hosts done: \x1b[K']);
});

test('it is erased before the report is written and gone at the end', () => {
  const { written, clock, progress } = drawn();
  const write = (text: string) => written.push(`report ${text.split('\n')[0]}`);
  const listener = terminalListener({
    write,
    color: false,
    width: 80,
    verbose: true,
    diff: false,
    expand: false,
    progress,
  });
  listener(START);
  clock.now = 1_000;
  listener({ type: 'note', host: 'hv01', text: 'libvirt\x1b 9.0' });
  for (const host of HOSTS) listener({ type: 'task-ended', outcome: outcome(host) });
  clock.now = 2_000;
  listener({ type: 'run-ended', interrupted: false });
  progress.tick();
  expect(written).toEqual([
    '\r0 of 4 hosts done\x1b[K',
    '\r\x1b[K',
    'report hv01: libvirt\\x1b 9.0',
    '\r0 of 4 hosts done\x1b[K',
    '\r\x1b[K',
    'report PLAY [Networks]',
    'report TASK [network lab]',
    'report PLAY RECAP',
  ]);
});
