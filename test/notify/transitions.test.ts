import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/history/alerts.ts';
import type { Check } from '../../src/notify/check.ts';
import { transitions } from '../../src/notify/transitions.ts';
import { outcome } from '../report/outcomes.ts';
import { check, difference } from './checks.ts';

/** What a receiver gets of several checks, one after the other: `new hv01 network lab: mtu`, a list for each check. */
function reported(...checks: readonly Check[]): string[][] {
  let alerts: readonly Alert[] = [];
  return checks.map((one) => {
    const { events, alerts: after } = transitions(one, alerts);
    alerts = after;
    return events.map(({ kind, host, resource, lines, message }) =>
      [
        [kind, host, resource].filter(Boolean).join(' '),
        lines.map((line) => line.split(' ')[1]).join(' '),
        message ?? '',
      ]
        .filter(Boolean)
        .join(', '),
    );
  });
}

describe('a difference', () => {
  it('is new once, and gone once', () => {
    const drifted = check({ hv01: ['mtu'] });
    const fine = check({ hv01: 'ok' });
    expect(reported(fine, drifted, drifted, fine, fine, drifted)).toEqual([
      [],
      ['new hv01 network lab, mtu:'],
      [],
      ['gone hv01 network lab, mtu:'],
      [],
      ['new hv01 network lab, mtu:'],
    ]);
  });

  it('is new beside another that is known', () => {
    expect(
      reported(
        check({ hv01: ['mtu'] }),
        check({ hv01: ['mtu', 'autostart'] }),
        check({ hv01: ['autostart'] }),
      ),
    ).toEqual([
      ['new hv01 network lab, mtu:'],
      ['new hv01 network lab, autostart:'],
      ['gone hv01 network lab, mtu:'],
    ]);
  });

  it('is the same with other values', () => {
    const other = check({ hv01: { changes: [{ ...difference('mtu'), before: '9000' }] } });
    expect(reported(check({ hv01: ['mtu'] }), other)[1]).toEqual([]);
  });

  it('that was waived is gone, and says so', () => {
    const waiver = { reason: 'tests', who: 'alice', until: '2027-01-31' };
    const waived = check({ hv01: { state: 'waived', changes: [difference('mtu')], waiver } });
    expect(reported(check({ hv01: ['mtu'] }), waived, check({ hv01: ['mtu'] }))).toEqual([
      ['new hv01 network lab, mtu:'],
      ['gone hv01 network lab, mtu:, waived until 2027-01-31 by alice'],
      ['new hv01 network lab, mtu:'],
    ]);
  });

  it('that cannot be compared is none', () => {
    const opaque = { ...difference('command'), proof: 'opaque' } as const;
    expect(reported(check({ hv01: { state: 'unknown', changes: [opaque] } }))).toEqual([[]]);
  });
});

describe('what a check did not look at stays as it is', () => {
  const drifted = check({ hv01: ['mtu'], hv02: 'ok' });

  it.each([
    ['on a host that is limited away', check({ hv02: 'ok' }, { hasAllHosts: false })],
    ['by a task that failed', check({ hv01: 'failed', hv02: 'ok' })],
    ['by a task that did not start', check({ hv01: 'not-started', hv02: 'ok' })],
    [
      'with tags',
      check({ hv01: 'ok', hv02: 'ok' }, { hasAllTasks: false, tasks: [outcome('hv01', { task: 'other' })] }),
    ],
    ['on a host that cannot be reached', check({ hv01: 'unreachable', hv02: 'ok' })],
  ])('%s', (_, other) => {
    const [, between = [], after = []] = reported(drifted, other, drifted);
    expect([...between, ...after].filter((line) => line.includes('network lab'))).toEqual([]);
  });

  it('also where one of two tasks that name it failed', () => {
    const tasks = [
      outcome('hv01', { resource: 'network lab' }),
      outcome('hv01', { resource: 'network lab', status: 'failed' }),
    ];
    expect(reported(check({ hv01: ['mtu'] }), check({ hv01: 'ok' }, { tasks }))[1]).toEqual([
      'failed hv01, network lab',
    ]);
  });
});

it('what no task describes any more is gone, also where a condition does not hold any more', () => {
  const removed = check({ hv01: 'ok' }, { tasks: [outcome('hv01', { task: 'other' })] });
  const gone = ['gone hv01 network lab, mtu:, no task describes it any more'];
  expect(reported(check({ hv01: ['mtu'] }), removed)[1]).toEqual(gone);
  expect(reported(check({ hv01: ['mtu'] }), check({ hv01: 'skipped' }))[1]).toEqual(gone);
});

it('a host that is not in the inventory any more is forgotten', () => {
  const { alerts } = transitions(check({ hv01: ['mtu'], hv02: ['mtu'] }), []);
  expect(transitions(check({ hv02: ['mtu'] }), alerts)).toEqual({ events: [], alerts: [alerts[1]] });
});

describe('a host', () => {
  it('is unreachable once, and back once, with what is new there', () => {
    const gone = check({ hv01: 'unreachable' });
    expect(reported(gone, gone, check({ hv01: ['mtu'] }), check({ hv01: ['mtu'] }))).toEqual([
      ['unreachable hv01, It is unreachable.'],
      [],
      ['back hv01', 'new hv01 network lab, mtu:'],
      [],
    ]);
  });

  it('that is lost cannot be reached, and one that fails is reported apart', () => {
    expect(
      reported(
        check({ hv01: 'lost' }),
        check({ hv01: 'unreachable' }),
        check({ hv01: 'failed' }),
        check({ hv01: 'ok' }),
      ),
    ).toEqual([
      ['unreachable hv01, It is lost.'],
      [],
      ['failed hv01, Lab network: It is failed.'],
      ['back hv01'],
    ]);
  });

  it('that the check never came to stays as it was', () => {
    expect(
      reported(check({ hv01: 'unreachable' }), check({ hv01: 'not-started' }), check({ hv01: 'ok' })),
    ).toEqual([['unreachable hv01, It is unreachable.'], [], ['back hv01']]);
  });
});

it('what is unmanaged is new once, and gone where it was searched for', () => {
  const tap = { resource: 'tap vnet7', task: '', state: 'unmanaged', message: 'on no bridge' } as const;
  const searched = new Set(['hv01']);
  const found = check({ hv01: tap }, { searched });
  expect(reported(found, found, check({ hv01: 'ok' }), check({ hv01: 'ok' }, { searched }))).toEqual([
    ['new hv01 tap vnet7, no'],
    [],
    [],
    ['gone hv01 tap vnet7, no'],
  ]);
});

it.each(['a\0b', 'a\ud800'])('a name that PostgreSQL cannot keep is told once, as it is kept: %j', (name) => {
  const resource = `tap ${name}`;
  const one = check({ hv01: { resource, state: 'unmanaged', changes: [] } }, { searched: new Set(['hv01']) });
  const { events, alerts } = transitions(one, []);
  expect(events.map(({ kind }) => kind)).toEqual(['new']);
  expect(alerts.map((alert) => alert.resource)).toEqual([expect.stringMatching(/^tap a[␀\ufffd]b?$/)]);
  expect(transitions(one, alerts).events).toEqual([]);
});
