import { randomFrom } from '../interrupts/campaign.ts';
import { isOn } from '../lab/changes/change.ts';
import { isRelease } from '../lab/releases.ts';
import { FAULTS } from './faults.ts';
import { INJURIES, type Injury, POWER } from './injuries.ts';
import { PARTS, type Site } from './parts/index.ts';
import type { HostFacts } from './parts/part.ts';
import type { Edits, Moment, Step, Struck } from './step.ts';

/** What a step may rest on. */
export interface Behind {
  hosts: readonly HostFacts[];
  sites: ReadonlyMap<string, Site>;
  /** Whether the last step can be rolled back. */
  mayRollBack: boolean;
}

/** A step of a seed: the same for the same number, behind the same sites. */
export function stepOf(seed: number, number: number, behind: Behind): Step {
  const random = randomFrom(seed * 100_003 + number);
  for (let skipped = 0; skipped < 3; skipped++) random();
  const dice = random();
  if (behind.mayRollBack && dice < 0.25) return { do: 'rollback' };
  if (dice < 0.4) return { do: 'drift', injuries: injuriesOf(random, behind) };
  if (dice < 0.44) return { do: 'lockout', hosts: someOf(random, names(behind), 1) };
  const edits = editsOf(random, behind);
  if (dice < 0.68) return { do: 'change', edits };
  return { do: 'change', edits, struck: struckBy(random, behind), resume: random() < 0.5 };
}

type Random = () => number;

const names = ({ hosts }: Behind) => hosts.map(({ name }) => name);

function oneOf<T>(random: Random, all: readonly T[]): T {
  const one = all[Math.floor(random() * all.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** At least one of them, and at most so many. */
function someOf<T>(random: Random, all: readonly T[], most: number): T[] {
  const rest = [...all];
  const count = 1 + Math.floor(random() * Math.min(most, rest.length));
  return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)).flat();
}

/** Other values for one to four parts of all hosts but one. */
function editsOf(random: Random, { hosts, sites }: Behind): Edits {
  const rests = Math.floor(random() * hosts.length);
  const edits = hosts.flatMap(({ name, release }, index): [string, Site][] => {
    if (index === rests && hosts.length > 1) return [];
    const parts = someOf(random, PARTS, 4).map((part) => {
      const now = sites.get(name)?.[part.name];
      const others = part.values.filter(
        (value) => value.name !== now && isRelease(release) && isOn(release, value),
      );
      return [part.name, oneOf(random, others).name] as const;
    });
    return [[name, Object.fromEntries(parts)]];
  });
  return Object.fromEntries(edits);
}

function struckBy(random: Random, behind: Behind): Struck {
  const fault = oneOf(random, FAULTS);
  const when = oneOf<Moment['when']>(random, ['begun', 'writing', 'writing', 'detached']);
  const moment = { when, delay: Math.round(random() * (when === 'begun' ? 8_000 : 1_500)) };
  const hosts = someOf(random, names(behind), 2);
  if (fault !== 'two operators') return { fault, hosts, moment };
  // What it wrote is overwritten: the playbook was read when a host is written to.
  return { fault, hosts, moment: { ...moment, when: 'writing' }, edits: editsOf(random, behind) };
}

/** Up to four for most hosts, each of another resource. */
function injuriesOf(random: Random, { hosts, sites }: Behind): Record<string, string[]> {
  const of = hosts.flatMap(({ name }): [string, string[]][] => {
    const dice = random();
    if (dice < 0.2) return [];
    if (dice < 0.35) return [[name, [POWER]]];
    const site = sites.get(name) ?? {};
    const possible = INJURIES.filter(({ isFor }) => isFor?.(site) !== false);
    const taken = new Set<string>();
    const some = someOf(random, possible, 4).filter(({ finds }) => {
      const resources = Object.keys(finds);
      const isNew = resources.every((one) => !taken.has(one));
      for (const one of resources) taken.add(one);
      return isNew;
    });
    return [[name, some.toSorted((one, other) => rank(one) - rank(other)).map((one) => one.name)]];
  });
  return Object.fromEntries(of);
}

/** What is no drift comes first: a daemon that restarts mends some of what was done before. */
const rank = ({ finds }: Injury) => Math.min(1, Object.keys(finds).length);
