import type { Version } from '../../versions/version.ts';
import { canonicalMac } from '../compare/canonical.ts';
import type { Difference } from '../compare/difference.ts';
import { serializeElement } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';
import { isMeant } from './entry-match.ts';
import { canModify, type NetworkUpdate, SECTIONS, type Section } from './sections.ts';
import { applyUpdate } from './simulate-update.ts';
import { serves } from './update-refusal.ts';

export type { NetworkUpdate } from './sections.ts';

/** Calls of `net-update`, and the network after them. */
export interface Compiled {
  updates: readonly NetworkUpdate[];
  after: Network;
}

/**
 * The calls of `net-update` that close these differences of one copy, as few as there can be, or `redefine` when
 * some of them cannot be closed that way. Every call is tried on the model first, so libvirt refuses none of them.
 */
export function compileUpdates(
  differences: readonly Difference[],
  network: Network,
  version: Version,
): Compiled | 'redefine' {
  const plan = new Plan(network, version);
  const desired = differences.filter(({ kind }) => kind !== 'unmanaged');
  for (const each of desired) if (each.kind === 'unwanted') plan.remove(each);
  // A default portgroup is given up before another becomes it: libvirt refuses two of them.
  const changed = desired.filter(({ kind }) => kind === 'different');
  for (const each of changed.toSorted((one, other) => rank(one) - rank(other))) plan.change(each);
  for (const each of desired.filter(({ first }) => first).toReversed()) plan.add(each, 'add-first');
  for (const each of desired) if (each.kind === 'missing' && !each.first) plan.add(each, 'add-last');
  return plan.finish();
}

type Values = Readonly<Record<string, unknown>>;

function rank({ desired }: Difference): number {
  return (desired as Partial<Values> | undefined)?.['default'] === 'yes' ? 1 : 0;
}

class Plan {
  readonly #version: Version;
  readonly #calls: NetworkUpdate[] = [];
  readonly #later: Difference[] = [];
  #network: Network;
  #possible = true;

  constructor(network: Network, version: Version) {
    this.#network = network;
    this.#version = version;
  }

  remove(difference: Difference): void {
    this.#call('delete', difference, keysOf(difference.at, difference.actual as Values));
  }

  /** Modifies where libvirt would find this entry and no other; otherwise deletes now and adds when all is deleted. */
  change(difference: Difference): void {
    const section = SECTIONS[difference.at];
    if (section && canModify(section, this.#version) && this.#isUnambiguous(section, difference)) {
      this.#call('modify', difference, difference.desired);
    } else {
      this.remove(difference);
      this.#later.push(difference);
    }
  }

  add(difference: Difference, command: 'add-first' | 'add-last'): void {
    this.#addLater();
    this.#call(command, difference, difference.desired);
  }

  finish(): Compiled | 'redefine' {
    this.#addLater();
    return this.#possible ? { updates: this.#calls, after: this.#network } : 'redefine';
  }

  #addLater(): void {
    for (const each of this.#later.splice(0)) this.#call('add-last', each, each.desired);
  }

  #call(command: NetworkUpdate['command'], { at, parent }: Difference, entry: unknown): void {
    const section = SECTIONS[at];
    if (!section || (at.startsWith('ip.') && parent === undefined)) this.#possible = false;
    if (!section || !this.#possible) return;
    const call = {
      command,
      section: section.section,
      xml: serializeElement(section.name, section.element, entry).trim(),
      ...(parent !== undefined && { parentIndex: parent }),
    };
    const after = applyUpdate(this.#network, call, this.#version);
    if ('refused' in after) {
      this.#possible = false;
      return;
    }
    const turned = givesOut(this.#network) !== givesOut(after.network);
    // Where another address is served already, libvirt reloads, and dnsmasq does not begin to serve this one.
    const isDeaf =
      section.section === 'ip-dhcp-host' && !turned && begins(this.#network, after.network, parent);
    if (isDeaf) this.#possible = false;
    this.#calls.push({ ...call, impact: turned ? 'restart' : section.impact });
    this.#network = after.network;
  }

  #isUnambiguous({ section }: Section, { at, parent, desired, actual }: Difference): boolean {
    const meant = isMeant(section, desired as Values, false);
    const found = entriesAt(this.#network, at, parent).filter(meant);
    return found.length === 1 && found.every((entry) => isSameEntry(entry, actual as Values));
  }
}

/** What a delete names: of a DNS host the address only, since a name may stand in several records. */
function keysOf(at: string, entry: Values): Values {
  if (at === 'dns.host') return { ip: entry.ip };
  return at === 'portgroup' ? { name: entry.name } : entry;
}

function entriesAt(network: Network, at: string, parent: number | undefined): readonly Values[] {
  const names = parent === undefined ? at.split('.') : at.split('.').slice(1);
  const start: unknown = parent === undefined ? network : network.ip?.[parent];
  const list = names.reduce((model, name) => (model as Values | undefined)?.[name], start);
  return (list ?? []) as readonly Values[];
}

function isSameEntry(entry: Values, actual: Values): boolean {
  return ['mac', 'id', 'name', 'ip'].every((key) => keyOf(entry[key]) === keyOf(actual[key]));
}

function keyOf(value: unknown): unknown {
  return typeof value === 'string' && /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(value)
    ? canonicalMac(value)
    : value;
}

/** dnsmasq does not reload but restarts when it begins or ceases to give out addresses. */
function givesOut({ ip = [] }: Network): boolean {
  return ip.some(serves);
}

function begins(before: Network, after: Network, parent = 0): boolean {
  const [old, next] = [before.ip?.[parent], after.ip?.[parent]];
  return old !== undefined && next !== undefined && !serves(old) && serves(next);
}
