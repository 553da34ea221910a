import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Candidate, wavesOf } from '../../../src/engine/rollout/waves.ts';

const NOBODY = { canaries: [], doers: [] };

/** Hosts hv01, hv02 … of one kind of plan, with so many guests each. */
function fleet(...guests: number[]): Candidate[] {
  return guests.map((count, index) => candidate(`hv${String(index + 1).padStart(2, '0')}`, count));
}

function candidate(host: string, guests = 0, kind = 'same'): Candidate {
  return { host, guests, kind };
}

/** `canary: hv02 | 5 %: hv01`. */
function shown(candidates: readonly Candidate[], wishes: Partial<typeof NOBODY> | object = {}): string {
  const waves = wavesOf(candidates, { ...NOBODY, ...wishes });
  return waves.map(({ what, hosts }) => `${what}: ${hosts.join(' ')}`).join(' | ');
}

it.each([
  [[], ''],
  [[4], 'canary: hv01'],
  [[4, 1], 'canary: hv02 | rest: hv01'],
  [[0, 0], 'canary: hv01 | rest: hv02'],
  [[1, 0, 0], 'canary: hv02 | 5 %: hv01 | rest: hv03'],
])('hosts whose changes meet %j guests', (guests, expected) => {
  expect(shown(fleet(...guests))).toBe(expected);
});

it('of 30 hosts, 5 % are two', () => {
  const [canary, second, rest] = wavesOf(fleet(...Array.from({ length: 30 }, () => 2)), NOBODY);
  expect([canary?.hosts, second?.hosts, rest?.hosts.length]).toEqual([['hv01'], ['hv02', 'hv03'], 27]);
});

it('each kind of plan has a canary', () => {
  const hosts = [
    candidate('a', 1, 'restart'),
    candidate('b', 0, 'restart'),
    candidate('c', 3, 'bridge'),
    candidate('d', 0, 'restart'),
    candidate('e', 5, 'bridge'),
  ];
  expect(shown(hosts)).toBe('canary: b c | 5 %: a | rest: d e');
});

it('where every host has a plan of its own, half of them are canaries, of the commonest kinds', () => {
  const own = ['a', 'b', 'c', 'd', 'e'].map((host) => candidate(host, 0, host));
  expect(shown(own)).toBe('canary: a b | 5 %: c | rest: d e');
  expect(shown([...own, candidate('f', 0, 'e'), candidate('g', 0, 'd')])).toBe(
    'canary: a d e | 5 %: b | rest: c f g',
  );
});

it('the hosts that the playbook names come first, all of them and no others', () => {
  expect(shown(fleet(0, 0, 0, 0), { canaries: ['hv04', 'hv02'] })).toBe(
    'canary: hv02 hv04 | 5 %: hv01 | rest: hv03',
  );
  // One on which nothing is disturbed tries nothing out.
  expect(shown(fleet(0, 0), { canaries: ['other'] })).toBe('canary: hv01 | rest: hv02');
});

it('who does something for all comes with the canaries', () => {
  expect(shown(fleet(5, 0, 0, 0), { doers: ['hv01', 'quiet'] })).toBe(
    'canary: hv01 hv02 | 5 %: hv03 | rest: hv04',
  );
});

const candidates = fc
  .uniqueArray(fc.record({ host: fc.string(), guests: fc.nat(3), kind: fc.constantFrom('a', 'b', 'c') }), {
    selector: ({ host }) => host,
    maxLength: 60,
  })
  .filter(({ length }) => length > 0);

it('every host is in one wave, in the order of the play', () => {
  fc.assert(
    fc.property(candidates, fc.array(fc.string()), fc.array(fc.string()), (hosts, canaries, doers) => {
      const names = hosts.map(({ host }) => host);
      const some = (of: string[]) => [...of, ...names.filter((_, index) => of.length % (index + 2) === 1)];
      const waves = wavesOf(hosts, { canaries: some(canaries), doers: some(doers) });
      for (const wave of waves) {
        expect(wave.hosts).not.toEqual([]);
        expect(wave.hosts).toEqual(names.filter((name) => wave.hosts.includes(name)));
      }
      expect(waves.flatMap((wave) => wave.hosts).toSorted()).toEqual(names.toSorted());
    }),
  );
});

it('by themselves canaries are few, the least used of their kind, and one of each kind that is common', () => {
  fc.assert(
    fc.property(candidates, (hosts) => {
      const [canary, second] = wavesOf(hosts, NOBODY);
      const first = hosts.filter(({ host }) => canary?.hosts.includes(host));
      expect(first.length).toBeLessThanOrEqual(Math.max(1, Math.floor(hosts.length / 2)));
      for (const one of first) {
        const alike = hosts.filter(({ kind }) => kind === one.kind);
        const least = Math.min(...alike.map(({ guests }) => guests));
        expect(one).toEqual(alike.find(({ guests }) => guests === least));
      }
      const kinds = new Set(hosts.map(({ kind }) => kind)).size;
      if (kinds <= hosts.length / 2) expect(first).toHaveLength(kinds);
      const share = Math.ceil(hosts.length / 20);
      if (hosts.length - first.length > 1)
        expect(second?.hosts).toHaveLength(Math.min(share, hosts.length - first.length));
    }),
  );
});
