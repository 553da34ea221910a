import { BASE, type Elements, filled, type NetworkChange } from '../../lab/changes/change.ts';
import { CHANGES } from '../../lab/changes/index.ts';
import type { Part, Value } from './part.ts';

/** Networks that guests are plugged into, and one that may go. */
const [FIRST, SECOND, FREE] = ['n1', 'n2', 'n3'] as const;

/** Interfaces of guests, by which tasks and injuries find them. */
export const MACS = { first: '52:54:00:50:00:01', second: '52:54:00:50:00:02', other: '52:54:00:50:00:03' };

const isOver = ({ before, after }: NetworkChange) =>
  [before, after].some((side) => (side?.forward as Elements | undefined)?.mode === 'bridge');
const isOff = (dns: unknown) => (dns as Elements).enable === false;
/** A name service that is off has none, and what a host has of other values before is kept where nobody says so. */
const NO_RECORDS = { forwarder: null, txt: null, host: null, srv: null };
/** Guests that libvirt limits need `sfq`, which the kernels of machines for tests may not have. */
const isShaped = ({ after: { portgroup } }: NetworkChange) =>
  ((portgroup as Elements[] | undefined) ?? []).some(
    (one) => one.default === true && one.bandwidth !== undefined,
  );
const isGone = ({ after }: NetworkChange) => after.state !== undefined;

/** Every network of the table of changes, as it is before its change and behind it. */
function network(name: string, number: number, mayGo: boolean): Part {
  const changes = CHANGES.filter(
    (change) =>
      !isShaped(change) && !change.byHand && !change.waits && !isOver(change) && (mayGo || !isGone(change)),
  );
  const values = changes.flatMap((change): Value[] => [
    ...(change.before ? [variant(`before ${change.name}`, change, change.before)] : []),
    variant(change.name, change, { ...change.before, ...change.after }),
  ]);
  const kind = mayGo ? 'network without guests' : 'network with guests';
  return { name, kind, values: [variant('base', {}, {}), ...values] };

  function variant(
    title: string,
    { since, impact }: Partial<Pick<NetworkChange, 'since' | 'impact'>>,
    more: Elements,
  ): Value {
    const { bridge, dns, ...rest }: Elements = { ...BASE, ...more };
    const others = {
      ...rest,
      ...(dns !== undefined && { dns: isOff(dns) ? { ...dns, ...NO_RECORDS } : dns }),
    };
    const elements = { bridge: { name, ...(bridge as Elements | undefined) }, ...others };
    const args = JSON.parse(filled(JSON.stringify(elements), { number, network: name })) as object;
    return {
      name: title,
      ...(since && { since }),
      restarts: impact === 'link',
      untilBoot: rest.autostart === false || rest.state === 'inactive',
      task: () => ({ network: { name, ...args } }),
    };
  }
}

const over = (name: string, more: object): Value => ({
  name,
  task: () => ({ network: { name: 'n4', forward: { mode: 'bridge' }, bridge: { name: 'br1' }, ...more } }),
});

const guest = (name: string, args: object): Value => ({ name, task: () => ({ guest: args }) });

/** The second interface of the first guest, which moves. */
const plugged = (name: string, more: object): Value => ({
  name,
  task: () => ({ guest_interface: { guest: 'g1', mac: MACS.second, ...more } }),
});

/** Networks, and guests that are plugged into them. */
export const NETWORKS: readonly Part[] = [
  network(FIRST, 11, false),
  network(SECOND, 12, false),
  network(FREE, 13, true),
  {
    name: 'n4',
    kind: 'network over a bridge',
    values: [
      over('over a bridge', {}),
      over('with a portgroup', { portgroup: [{ name: 'slow', bandwidth: { inbound: { average: 100 } } }] }),
      over('isolated ports', { port: { isolated: true } }),
    ],
  },
  {
    name: 'g1',
    kind: 'guest',
    values: [
      guest('paused', { name: 'g1', state: 'paused' }),
      guest('more memory', { name: 'g1', state: 'paused', memory: 32 }),
    ],
  },
  {
    name: 'g2',
    kind: 'guest',
    values: [
      guest('paused', { name: 'g2', state: 'paused' }),
      guest('stopped', { name: 'g2', state: 'stopped', force: true }),
    ],
  },
  {
    name: 'nic',
    kind: 'interface of a guest',
    values: [
      plugged(SECOND, { network: SECOND }),
      plugged(FIRST, { network: FIRST }),
      plugged('br1', { bridge: 'br1' }),
      plugged('n4', { network: 'n4' }),
      plugged('cable out', { network: SECOND, link_state: 'down' }),
      plugged('cable in', { network: SECOND, link_state: 'up' }),
    ],
  },
];
