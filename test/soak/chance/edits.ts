import { isOn } from '../../lab/changes/change.ts';
import { isRelease } from '../../lab/releases.ts';
import { PARTS, type Site } from '../parts/index.ts';
import type { HostFacts } from '../parts/part.ts';
import type { Edits } from '../step.ts';
import { Bag, type Random, upTo } from './bag.ts';

/** Gives hosts other values for one to four parts. Those that are named get a network that has to be restarted for it. */
export type Editor = (
  hosts: readonly HostFacts[],
  sites: ReadonlyMap<string, Site>,
  restarting?: readonly string[],
) => Edits;

/** What may cost the most, guests and operators, comes twice as often as the rest. */
const TWICE = ['network with guests', 'bridge under the session', 'interface of a guest'];

/** Each part that is like another, and each value of a part, comes as often as the others. */
export function editor(random: Random): Editor {
  const parts = new Bag(random, [...PARTS, ...PARTS.filter(({ kind }) => TWICE.includes(kind))]);
  const values = new Map(PARTS.map(({ name, values }) => [name, new Bag(random, values)]));

  const one = ({ release }: HostFacts, now: Site, done: Site, restarts: boolean): Site => {
    const part = parts.draw(
      ({ name, values }) => !(name in done) && (!restarts || values.some((value) => value.restarts)),
    );
    const value = values
      .get(part.name)
      ?.draw(
        (other) =>
          other.name !== now[part.name] &&
          isRelease(release) &&
          isOn(release, other) &&
          (!restarts || other.restarts === true),
      );
    return { ...done, [part.name]: value?.name ?? '' };
  };

  return (hosts, sites, restarting = []) =>
    Object.fromEntries(
      hosts.map((host) => {
        let done: Site = {};
        for (let left = upTo(random, 4); left > 0; left--) {
          const restarts = restarting.includes(host.name) && Object.keys(done).length === 0;
          done = one(host, sites.get(host.name) ?? {}, done, restarts);
        }
        return [host.name, done];
      }),
    );
}
