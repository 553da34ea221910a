import { randomFrom } from '../../interrupts/campaign.ts';
import { FAULTS, type FaultName } from '../faults.ts';
import type { Site } from '../parts/index.ts';
import type { HostFacts } from '../parts/part.ts';
import type { Moment, Step } from '../step.ts';
import { Bag, upTo } from './bag.ts';
import { editor } from './edits.ts';
import { hurter } from './hurts.ts';

/** What a step may rest on. */
export interface Behind {
  hosts: readonly HostFacts[];
  sites: ReadonlyMap<string, Site>;
  /** Whether the last step can be rolled back. */
  mayRollBack: boolean;
  /** The fault of the last step, where the run had ended before its moment came. */
  missed?: FaultName | undefined;
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

/** The kinds of twenty steps. */
const KINDS = [
  ...times(8, 'struck'),
  ...times(4, 'change'),
  ...times(4, 'drift'),
  ...times(3, 'rollback'),
  'lockout',
];

const MOMENTS: readonly Moment['when'][] = ['begun', 'writing', 'writing', 'detached'];

/** Milliseconds behind a moment in which a fault still strikes. */
const LATEST = { begun: 4_000, writing: 1_500, detached: 1_500 } satisfies Record<Moment['when'], number>;

/** The steps of a seed, one behind the other. Of all there is to choose from, each comes as often as its like. */
export function stepsOf(seed: number): (behind: Behind) => Step {
  const random = randomFrom(seed);
  const [kinds, faults] = [new Bag(random, KINDS), new Bag(random, FAULTS)];
  const moments = new Map(FAULTS.map((fault) => [fault, new Bag(random, MOMENTS)]));
  const [edits, hurts] = [editor(random), hurter(random)];

  return ({ hosts, sites, mayRollBack, missed }) => {
    if (missed) faults.putBack(missed);
    const kind = kinds.draw((one) => one !== 'rollback' || mayRollBack);
    const order = new Bag(random, hosts);
    const one = order.draw();
    if (kind === 'rollback') return { do: 'rollback' };
    if (kind === 'lockout') return { do: 'lockout', hosts: [one.name] };
    if (kind === 'drift')
      return {
        do: 'drift',
        injuries: Object.fromEntries(hosts.map(({ name }) => [name, hurts(sites.get(name) ?? {})])),
      };
    const changing = hosts.length === 1 ? hosts : hosts.filter((host) => host !== one);
    if (kind === 'change') return { do: 'change', edits: edits(changing, sites) };

    const fault = faults.draw();
    // What another operator wrote is overwritten: the playbook was read when a host is written to.
    const when = fault === 'two operators' ? 'writing' : (moments.get(fault)?.draw() ?? 'begun');
    const moment = { when, delay: Math.round(random() * LATEST[when]) };
    const next = new Bag(random, changing);
    const struck = times(upTo(random, Math.min(2, changing.length)), '').map(() => next.draw().name);
    return {
      do: 'change',
      edits: edits(changing, sites, when === 'detached' ? struck : []),
      struck: {
        ...{ fault, hosts: struck, moment },
        ...(fault === 'two operators' && { edits: edits(changing, sites) }),
      },
      resume: random() < 0.5,
    };
  };
}
