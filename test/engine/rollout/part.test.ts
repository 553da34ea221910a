import { expect, it } from 'vitest';
import { partOf } from '../../../src/engine/rollout/part.ts';
import type { Change, Impact } from '../../../src/plan/change.ts';
import type { Outcome } from '../../../src/plan/outcome.ts';

const place = { file: 'site.yaml', line: 4, column: 7 };

function change(what: string, impact: Impact, action: Change['action'] = 'update'): Change {
  const about = { action, proof: 'observed' as const, what, before: null, after: null };
  return { ...about, impact, steps: [], predictions: [] };
}

function outcome(changes: Change[], more: Partial<Outcome> = {}): Outcome {
  const about = { host: 'hv01', play: 'p', task: 't', module: 'network', place, status: 'would-change' };
  return { ...about, changes, ...more } as Outcome;
}

const guests = (...names: string[]) => names.map((guest) => ({ guest, mac: '52:54:00:00:00:01' }));
const kind = (...outcomes: Outcome[]) => partOf(outcomes, []).kind;

it('a plan disturbs where a change has an impact, and counts each guest once', () => {
  const restart = change('network a', { disruption: 'link', guests: guests('vm1', 'vm2') }, 'restart');
  const moved = change('guest vm1', { disruption: 'link', guests: guests('vm1') }, 'move');
  const quiet = change('file /etc/motd', { disruption: 'none' });
  expect(partOf([outcome([restart, moved, quiet])], [])).toMatchObject({
    ...{ disturbs: true, changes: true, guests: 2 },
  });
  expect(partOf([outcome([quiet])], [])).toMatchObject({ disturbs: false, changes: true, guests: 0 });
  expect(partOf([outcome([], { status: 'ok' })], [])).toMatchObject({ disturbs: false, changes: false });
});

it('what is not going to be done disturbs nothing', () => {
  const restart = change('network a', { disruption: 'link', guests: guests('vm1') }, 'restart');
  expect(partOf([outcome([restart], { status: 'blocked' })], [])).toMatchObject({
    ...{ disturbs: false, changes: false, guests: 0 },
  });
});

it('what only a real run tells may disturb', () => {
  expect(partOf([], [{ task: 't', place }])).toMatchObject({ disturbs: true, changes: true });
});

it('names and numbers make no kind of plan; tasks, actions, nouns and impacts do', () => {
  const service: Impact = { disruption: 'service' };
  const one = outcome([change('reservation vm1', service), change('reservation vm2', service)]);
  expect(kind(one)).toBe(kind(outcome([change('reservation vm3', service)])));
  const others = [
    outcome([change('mtu', service)]),
    outcome([change('reservation vm1', { disruption: 'link' })]),
    outcome([change('reservation vm1', service, 'delete')]),
    outcome([change('reservation vm1', service)], { place: { ...place, line: 9 } }),
  ];
  const kinds = [one, ...others].map((each) => kind(each));
  expect(new Set(kinds).size).toBe(5);
  expect(partOf([], [{ task: 't', place }]).kind).not.toBe(kind());
});
