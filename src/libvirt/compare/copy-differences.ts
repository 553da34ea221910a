import type { Network } from '../model/network.ts';
import { compareNetworks } from './compare.ts';
import type { Difference } from './difference.ts';
import { liveOf } from './live-copy.ts';

/** In what the live copy of a network is not its persistent one, one line each; none when they agree. */
export function differingCopies(stored: Network, live: Network): string[] {
  const persistent = liveOf(stored);
  // A comparison covers only what its first copy has: what the other one adds is found in the other direction.
  const there = compareNetworks(persistent, live, 'live').filter(isReal);
  const back = compareNetworks(live, persistent, 'persistent').filter(isReal);
  const known = new Set(there.map(({ at }) => at));
  return [
    ...there.map(({ kind, what, before, after }) =>
      kind === 'missing' || before === null
        ? onlyIn('persistent', kind, what, after)
        : differing(what, after, before),
    ),
    ...back.flatMap(({ kind, what, at, before, after }) => {
      if (kind === 'missing' || before === null) return [onlyIn('live', kind, what, after)];
      return known.has(at) ? [] : [differing(what, before, after)];
    }),
  ];
}

function isReal({ kind }: Difference): boolean {
  return kind === 'missing' || kind === 'different';
}

function onlyIn(side: string, kind: Difference['kind'], what: string, value: string | null): string {
  return kind === 'missing' ? `${what} only ${side}` : `${what} ${value} only ${side}`;
}

function differing(what: string, persistent: string | null, live: string | null): string {
  return `${what} ${persistent ?? 'not set'} persistent, ${live ?? 'not set'} live`;
}
