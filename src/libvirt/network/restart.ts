import type { Impact } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';
import { type ExistingNetwork, ownBridge } from '../observe/network-state.ts';
import { type Attached, linkImpact, type Plugged, plug, portsOf, stopImpact, tapsOf } from './attachments.ts';
import { noted } from './reattach.ts';
import { RESTART } from './scripts/restart-script.ts';

/** A network that is stopped and started. */
export interface Restart {
  name: string;
  before: ExistingNetwork;
  after: ExistingNetwork;
  /** The definition that the start takes, where it is to be stored first. */
  definition?: Network;
  /** Those of `net-define` for it. */
  options?: readonly string[];
  attached: Attached;
  plugged: Plugged;
}

/** Stop, start and plug back, or restore what was before: one unit on the host that finishes by itself. */
export function restartStep(restart: Restart): Step {
  const { name, before, after, definition, options = [] } = restart;
  const kind = before.persistent ? 'persistent' : 'transient';
  const own = ownBridge(after) === undefined ? 'no' : 'yes';
  const bridges = [ownBridge(before) ?? '', bridgeOf(after) ?? ''];
  const mtu = own === 'yes' ? String(after.live?.mtu?.size ?? '') : '';
  const taps = movingTaps(restart).flatMap((tap) => [tap.interface, tap.uuid]);
  return {
    do: 'detached',
    label: `restart of network ${name}`,
    script: RESTART,
    args: [name, kind, ...bridges, own, options.join(' '), mtu, ...taps],
    ...(definition && { stdin: serializeNetwork(definition) }),
    ...(plugsBack(restart) && { ofRoot: true }),
  };
}

/** Whom a restart meets, and why it cannot be made as things are. */
export function restartImpact({ before, after, attached }: Restart): { impact: Impact; blocked?: string } {
  const why = 'the network is stopped and started';
  const [old, next] = [bridgeOf(before), bridgeOf(after)];
  const isMoved = old !== next || ownBridge(before) !== ownBridge(after);
  if (!isMoved || old === undefined) return { impact: stopImpact(attached, why), ...refusal(attached) };
  const where =
    next === undefined
      ? 'have no link until they are restarted'
      : `move to ${next}${ownBridge(after) === undefined ? ', nothing else does' : ''}`;
  return { impact: linkImpact(attached, `${why}; its guests ${where}`), ...refusal(attached) };
}

/** What is plugged in once the network runs again. Into a bridge of the host only the guests of this network are. */
export function pluggedAfter(restart: Restart): Plugged {
  const { after, attached, plugged } = restart;
  const next = bridgeOf(after);
  const carried = portsOf(attached, plugged);
  const left = plug(plugged, carried, ownBridge(after));
  if (next === undefined) return left;
  const moving = movingTaps(restart);
  const taps = moving.map((tap) => ({ port: tap.interface, tap: true }));
  const moved = plug(left, taps, next);
  if (bridgeOf(restart.before) === next) return moved;
  const own = moving.filter(({ network }) => network === restart.name);
  return noted(moved, own, next, ownBridge(after) !== undefined);
}

/** Whether somebody is plugged back by the script itself: libvirt does that for nobody. */
function plugsBack(restart: Restart): boolean {
  return movingTaps(restart).length > 0 || portsOf(restart.attached, restart.plugged).length > 0;
}

/** Where the bridge is the host's and stays, nobody is moved. */
function movingTaps({ name, before, after, plugged }: Restart) {
  const stays = ownBridge(before) === undefined && bridgeOf(after) === bridgeOf(before);
  return stays ? [] : tapsOf(name, ownBridge(after), plugged);
}

function bridgeOf({ live }: ExistingNetwork): string | undefined {
  return live?.bridge?.name;
}

/** libvirt keeps what it has promised only as long as the network runs, and the other end of a migration waits. */
function refusal({ bridge, running }: Attached): { blocked?: string } {
  if (bridge === undefined) return {};
  const migrating = running.filter((each) => each.migrating).map(({ guest }) => guest);
  if (migrating.length > 0) {
    const guests = [...new Set(migrating)].join(', ');
    return { blocked: `${guests} is being migrated. Run again when that has ended.` };
  }
  const floors = running.filter(({ floor }) => floor).map(({ guest, mac }) => `${guest} (${mac})`);
  if (floors.length === 0) return {};
  const blocked = `libvirt would forget the guaranteed bandwidth (floor) of ${floors.join(', ')} when the network stops. Shut the guest down first.`;
  return { blocked };
}
