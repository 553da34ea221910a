import { expect, it } from 'vitest';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import { PlayQueue } from '../../../src/report/rollout/play-queue.ts';
import { ENDED, event, started } from '../outcomes.ts';

const HOSTS = ['hv01', 'hv02', 'hv03'];
/** Who is in which play. */
const PLAYS = { First: ['hv01', 'hv02'], Second: ['hv02', 'hv03'], Third: ['hv01', 'hv03'] };

const outcome = (host: string, play: string, task: string): TaskRecord => ({
  ...{
    host,
    play,
    task,
    module: 'command',
    status: 'would-change',
    changes: [],
    ended: '2026-11-29T08:00:00Z',
  },
});

/** The tasks in the order in which they are let go, where hosts are planned in this one. */
function shown(order: readonly string[]): string[] {
  const queue = new PlayQueue();
  queue.tell(started(HOSTS, 'check'));
  for (const [play, hosts] of Object.entries(PLAYS)) queue.tell(event({ type: 'play-started', play, hosts }));
  const blocks = order.flatMap((host) => [
    ...(host === 'hv03'
      ? queue.tell(event({ type: 'task-ended', record: outcome(host, '', 'connect') }))
      : []),
    ...Object.entries(PLAYS)
      .filter(([, hosts]) => hosts.includes(host))
      .flatMap(([play]) =>
        ['a', 'b'].flatMap((task) =>
          queue.tell(event({ type: 'task-ended', record: outcome(host, play, task) })),
        ),
      ),
    ...queue.tell(event({ type: 'host-ended', host })),
  ]);
  return [...blocks, ...queue.tell(ENDED)].map(
    ({ play, task, outcomes }) => `${play} ${task}: ${outcomes.map(({ host }) => host).join()}`,
  );
}

const ALL = [
  ...['First a: hv01,hv02', 'First b: hv01,hv02', 'Second a: hv02,hv03', 'Second b: hv02,hv03'],
  ...['Third a: hv01,hv03', 'Third b: hv01,hv03', ' connect: hv03'],
];

it.each([[['hv01', 'hv02', 'hv03']], [['hv03', 'hv02', 'hv01']], [['hv02', 'hv01', 'hv03']]])(
  'plays and hosts are in their order, whoever is planned first: %s',
  (order) => {
    expect(shown(order)).toEqual(ALL);
  },
);

it('a play is let go once its hosts have ended, and what has not ended at the end of the run', () => {
  expect(shown(['hv01', 'hv02']).slice(0, 2)).toEqual(ALL.slice(0, 2));
  expect(shown(['hv01'])).toEqual(['First a: hv01', 'First b: hv01', 'Third a: hv01', 'Third b: hv01']);
});
