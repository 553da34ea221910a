import { INJURIES, type Injury, POWER } from '../injuries.ts';
import type { Site } from '../parts/index.ts';
import { Bag, type Random, upTo } from './bag.ts';

/** Gives what is done by hand to a host that has this site, by the names of `INJURIES`. */
export type Hurter = (site: Site) => string[];

/** Nothing, a power cut, or up to four injuries, each of another resource. */
export function hurter(random: Random): Hurter {
  const ways = new Bag(random, [...Array.from({ length: 9 }, () => 'injuries'), 'nothing', 'nothing', POWER]);
  const injuries = new Bag(random, INJURIES);
  return (site) => {
    const way = ways.draw();
    if (way === POWER) return [POWER];
    if (way === 'nothing') return [];
    const some: Injury[] = [];
    for (let left = upTo(random, 4); left > 0; left--) {
      const taken = some.flatMap((one) => [one.name, ...Object.keys(one.finds)]);
      const isNew = ({ name, finds }: Injury) =>
        ![name, ...Object.keys(finds)].some((one) => taken.includes(one));
      some.push(injuries.draw((one) => isNew(one) && one.isFor?.(site) !== false));
    }
    return some.toSorted((one, other) => rank(one) - rank(other)).map(({ name }) => name);
  };
}

/** What is no drift comes first: a daemon that restarts mends some of what was done before. */
const rank = ({ finds }: Injury) => Math.min(1, Object.keys(finds).length);
