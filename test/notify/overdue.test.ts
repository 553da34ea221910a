import { expect, it } from 'vitest';
import type { Alert } from '../../src/history/alerts.ts';
import { headline } from '../../src/notify/notification.ts';
import { overdueTransitions, reasonKind } from '../../src/notify/overdue.ts';

const KINDS = ['alarm', 'over'] as const;

it('a reason of another kind is notified once, and the end once with when it began', () => {
  let known: readonly Alert[] = [];
  const events: string[] = [];
  const reasons = [
    'due 2026-11-29 10:00 UTC. skipped: the check before it had not ended',
    'due 2026-11-29 10:01 UTC, 2 hosts without a result. lost: no worker of a began it in time',
    'due 2026-11-29 10:02 UTC, 1 host without a result. lost: no worker of a began it in time',
    'due 2026-11-29 10:03 UTC. skipped: the check before it had not ended',
    undefined,
  ];
  for (const [minute, why] of reasons.entries()) {
    const late = new Map(why === undefined ? [] : [['c in a', why]]);
    const after = overdueTransitions(late, known, { time: `2026-11-29T10:0${minute}:00Z`, kinds: KINDS });
    known = after.alerts;
    for (const { kind, host, since, message } of after.events)
      events.push([kind, host, since ?? message?.split('. ')[1]].join(' '));
  }
  expect(events).toEqual([
    'alarm c in a skipped: the check before it had not ended',
    'alarm c in a lost: no worker of a began it in time',
    'over c in a 2026-11-29T10:00:00Z',
  ]);
  expect(known).toEqual([]);
});

it('what nobody can tell yet neither begins nor ends', () => {
  const unsure = new Set(['region a', 'region b']);
  const [alert] = overdueTransitions(new Map([['region a', 'it has no worker']]), [], { time: 't' }).alerts;
  const after = overdueTransitions(new Map(), alert ? [alert] : [], { time: 't', unsure, kinds: KINDS });
  expect(after).toEqual({ events: [], alerts: [alert] });
});

it('times, counts and commits are not the kind of a reason', () => {
  const refused = (commit: string) => `w1 refused it: it has ${commit}, and 0123456789ab is asked for`;
  expect(reasonKind(refused('abcdef012345'))).toBe(reasonKind(refused('fedcba543210')));
  expect(reasonKind('it has no worker; the last one was seen 2026-11-29 10:00 UTC')).toBe('it has no worker');
  expect(reasonKind('failed: site.yaml cannot be read')).not.toBe(reasonKind('failed: hosts cannot be read'));
});

it('alarms of many controllers have the project in their title', () => {
  const about = { run: 'r', time: 't', playbook: 'schedule.yaml', virtfleet: '0', key: 'k' };
  const events = [...KINDS, 'alarm' as const].map((kind) => ({ kind, host: 'region a', lines: [] }));
  expect(headline({ ...about, project: 'networks', events })).toBe('Virtfleet networks: 2 alarms, 1 over');
});
