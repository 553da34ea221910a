import { lab } from '../lab.ts';
import { hostOf, oneOfEach } from '../one-of-each.ts';
import { RELEASES, type Release } from '../releases.ts';
import { BASE, type Elements, filled, isTried } from './change.ts';
import { CHANGES } from './index.ts';

/** Every change is made to a network of its own, all in one run, on the first host of each release side by side. */
export const CASES = CHANGES.map((change, index) => ({
  ...change,
  network: `net${index + 1}`,
  number: index + 1,
}));
export type Case = (typeof CASES)[number];

const hostsOf = (change: Case) => RELEASES.filter((one) => isTried(one, change)).map(hostOf);

/** The networks as they are before their change, or as desired; each task may cause what its change may. */
export function playbook(side: 'before' | 'after'): string {
  const tasks = CASES.map((change) => {
    const { bridge, ...others }: Elements = {
      ...BASE,
      ...change.before,
      ...(side === 'after' && change.after),
    };
    const elements = { bridge: { name: change.network, ...(bridge as Elements | undefined) }, ...others };
    return {
      name: change.name,
      when: `inventory_hostname in ${JSON.stringify(hostsOf(change))}`,
      disruption: change.impact,
      ignore_errors: true,
      network: { name: change.network, ...JSON.parse(filled(JSON.stringify(elements), change)) },
    };
  });
  return JSON.stringify([{ name: 'Networks', hosts: oneOfEach(), rollout: 'all-at-once', tasks }]);
}

/** How many network cards a guest has room for. */
const CARDS = 25;

/** The two guests of a network, which have cards in others too. */
export function guestNames({ number }: Case): string[] {
  const group = Math.ceil(number / CARDS);
  return [`a${group}`, `b${group}`];
}

/** The bridges that networks of mode bridge lie over. */
export async function makeBridges(release: Release): Promise<void> {
  const names = CASES.filter(({ before }) => isBridged(before)).map(({ network }) => network);
  const script = 'for name; do ip link add "$name" type bridge && ip link set "$name" up; done';
  await lab.onHost(hostOf(release), script, { args: names });
}

function isBridged({ forward }: Elements = {}): boolean {
  return (forward as Elements | undefined)?.mode === 'bridge';
}

/** Starts the guests, then does by hand what some of the changes repair. */
export async function populate(release: Release): Promise<void> {
  const host = hostOf(release);
  const cases = CASES.filter((change) => isTried(release, change));
  for (const name of new Set(cases.flatMap(guestNames))) {
    const own = cases.filter((change) => guestNames(change).includes(name));
    await lab.addGuest(host, { name, networks: own.map(({ network }) => network) });
  }
  for (const change of cases) {
    if (!change.byHand) continue;
    const done = await lab.onHost(host, filled(change.byHand, change), { args: [change.network] });
    if (done.code !== 0) throw new Error(`${change.name}: ${done.stderr}`);
  }
}
