import { expect, test } from 'vitest';
import type { Event } from '../../src/plan/run-event.ts';
import { createProgress } from '../../src/report/progress.ts';
import { terminalListener } from '../../src/report/terminal.ts';
import { ENDED, event, outcome, started } from './outcomes.ts';

const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];
const START = started(HOSTS);

const connecting = (host: string) => event({ type: 'host-started', host });
const planned = (host: string) => event({ type: 'host-waiting', host, for: 'turn' });
const done = (host: string) => event({ type: 'host-ended', host });
const performing = (host: string, task: string) =>
  event({ type: 'task-started', host, play: 'Networks', task });

function drawn(width = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = createProgress({ write: (text) => written.push(text), width, now: () => clock.now });
  return { written, clock, progress };
}

test('the line names the first hosts and how long they have been at it', () => {
  const { written, clock, progress } = drawn();
  progress.tell(START);
  for (const host of HOSTS) progress.tell(connecting(host));
  clock.now = 2_000;
  progress.tell(done('hv01'));
  clock.now = 3_500;
  progress.tell(performing('hv02', 'bridge br0'));
  expect(written).toEqual([
    '\r0 of 4 hosts done\x1b[K',
    '\r1 of 4 hosts done: hv02 connecting (2 s), hv03 connecting (2 s) and 1 more\x1b[K',
    '\r1 of 4 hosts done: hv02 performing bridge br0, hv03 connecting (3 s) and 1 more\x1b[K',
  ]);
});

test('it names the same hosts until they are done, none that waits, and is not drawn again without news', () => {
  const { written, clock, progress } = drawn();
  progress.tell(START);
  for (const host of ['hv01', 'hv02']) progress.tell(connecting(host));
  for (const host of ['hv03', 'hv04']) progress.tell(planned(host));
  const lines: string[] = [];
  for (let turn = 1; turn <= 4; turn += 1) {
    clock.now = turn * 200;
    progress.tell(performing(turn % 2 ? 'hv01' : 'hv02', 'bridge'));
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
  progress.tell(connecting('hv01'));
  clock.now = 100;
  progress.tick();
  expect(written).toEqual(['\r0 of 4 hosts done\x1b[K', '\r0 of 4 hosts done: \x1b[K']);
});

test('it is erased before the report is written and gone at the end', () => {
  const { written, clock, progress } = drawn();
  const write = (text: string) => written.push(`report ${text.split('\n')[0]}`);
  const report = terminalListener({
    write,
    color: false,
    width: 80,
    verbose: true,
    diff: false,
    expand: false,
    progress,
  });
  const listener = (one: Event) => {
    report(one);
    progress.tell(one);
  };
  listener(START);
  clock.now = 1_000;
  for (const host of HOSTS) listener(event({ type: 'task-ended', record: outcome(host) }));
  clock.now = 2_000;
  listener(ENDED);
  progress.tick();
  expect(written).toEqual([
    '\r0 of 4 hosts done\x1b[K',
    '\r\x1b[K',
    'report PLAY [Networks]',
    'report TASK [network lab]',
    '\r0 of 4 hosts done\x1b[K',
    '\r\x1b[K',
    'report PLAY RECAP',
  ]);
});
