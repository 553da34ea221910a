import { ProblemError } from '../../problem.ts';
import type { Version } from '../../versions/version.ts';
import { canonical, spell } from '../compare/canonical.ts';
import { parseElement } from '../format/parse.ts';
import { familyOf } from '../model/address.ts';
import type { Forward } from '../model/elements/forward.ts';
import type { Ip } from '../model/elements/ip.ts';
import type { Network } from '../model/network.ts';
import { isMeant } from './entry-match.ts';
import { canModify, listOf, type NetworkUpdate, SECTIONS, type Section } from './sections.ts';
import { refusalOf, serves } from './update-refusal.ts';

/** The network after an update, or why libvirt refuses it. */
export type Updated = { network: Network } | { refused: string };

/** What is refused is thrown inside and handed out as a value. */
class Refused extends Error {}

/**
 * What `virsh net-update` makes of one copy of a network, without a host: for predictions, and to find out before
 * anything is sent what libvirt would refuse.
 */
export function applyUpdate(network: Network, update: UpdateCall, version: Version): Updated {
  try {
    return { network: apply(network, update, version) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    if (error instanceof ProblemError) return { refused: error.message };
    throw error;
  }
}

type UpdateCall = Pick<NetworkUpdate, 'command' | 'section' | 'xml' | 'parentIndex'>;
type Values = Readonly<Record<string, unknown>>;

function apply(
  network: Network,
  { command, section, xml, parentIndex }: UpdateCall,
  version: Version,
): Network {
  const list = listOf(section);
  const known = list && SECTIONS[list];
  if (!list || !known) throw new Refused(`there is no section ${section}`);
  if (command === 'modify' && !canModify(known, version)) {
    throw new Refused(`libvirt ${version.join('.')} cannot modify ${section}`);
  }
  const partial = command === 'delete' || (command === 'modify' && section !== 'ip-dhcp-host');
  const parsed = spell(known.element, parseElement(known.name, known.element, xml, { partial })) as Values;
  const place = section.startsWith('ip-') ? parentOf(network, parentIndex) : undefined;
  const parent = place === undefined ? network : (network.ip?.[place] as Ip);
  const path = place === undefined ? list.split('.') : list.split('.').slice(1);
  const ip = place === undefined ? undefined : network.ip?.[place];
  const given = command === 'delete' ? parsed : asStored(path, parsed, ip);
  const entries = path.reduce<unknown>((model, name) => (model as Values | undefined)?.[name], parent) ?? [];
  const next = changed(command, section, given, entries as Values[]);
  // An isolated network has no place where interfaces are stored.
  if (section === 'forward-interface' && !network.forward) return network;
  const refusal = command === 'delete' ? undefined : refusalOf(network, { list, place, entry: parsed, next });
  if (refusal !== undefined) throw new Refused(refusal);
  const replaced = withFirstAsDev(setIn({ ...parent }, path, next));
  if (place === undefined) return replaced as unknown as Network;
  return {
    ...network,
    ip: (network.ip ?? []).map((each, index) => (index === place ? (replaced as Ip) : each)),
  };
}

/** How libvirt spells the entry. */
function asStored([outer = '', inner]: readonly string[], entry: Values, parent: Ip | undefined): Values {
  const group = { [outer]: inner === undefined ? [entry] : { [inner]: [entry] } };
  const { family, address = '' } = parent ?? {};
  const alone = parent
    ? { name: '', ip: [{ ...(family && { family }), address, ...group }] }
    : { name: '', ...group };
  const stored = canonical(alone as Network);
  const list = ((parent ? stored.ip?.[0] : stored) as Values | undefined)?.[outer];
  return (
    ((inner === undefined ? list : (list as Values | undefined)?.[inner]) as Values[] | undefined)?.[0] ??
    entry
  );
}

function changed(
  command: NetworkUpdate['command'],
  section: Section['section'],
  given: Values,
  entries: readonly Values[],
): Values[] {
  if (section === 'ip-dhcp-host' && !('mac' in given || 'name' in given || 'ip' in given)) {
    throw new Refused('a reservation is found by its mac, name or ip');
  }
  const matches = isMeant(section, given, command === 'delete');
  const found = entries.flatMap((entry, index) => (matches(entry) ? [index] : []));
  const [first] = found;
  if (command === 'add-first' || command === 'add-last') {
    if (first !== undefined) throw new Refused(`${section} has such an entry already`);
    return command === 'add-first' ? [given, ...entries] : [...entries, given];
  }
  if (first === undefined) throw new Refused(`${section} has no such entry`);
  if (found.length > 1 && section.startsWith('dns-') && section !== 'dns-txt') {
    throw new Refused(`${section} has several such entries`);
  }
  if (command === 'modify')
    return entries.map((entry, index) => (index === first ? modified(section, given, entry) : entry));
  if (Number(entries[first]?.connections ?? 0) > 0) throw new Refused('the interface is used by guests');
  return entries.filter((_entry, index) => index !== first);
}

function modified(section: Section['section'], given: Values, entry: Values): Values {
  if (section !== 'dns-txt') return given;
  if (given.value === undefined) throw new Refused('dns-txt has no value');
  return { ...entry, value: given.value };
}

/** Which `<ip>`: the one that is named, else the one with a DHCP service, else the first. */
function parentOf({ ip = [] }: Network, parentIndex = -1): number {
  const serving = ip.findIndex(serves);
  const first = ip.findIndex(({ address }) => familyOf(address) === 'ipv4');
  const place = parentIndex >= 0 ? parentIndex : [serving, first, 0].find((each) => each >= 0);
  if (place === undefined || !ip[place]) throw new Refused(`there is no ip at index ${parentIndex}`);
  return place;
}

/** A copy with another list at this path; a list without entries is gone, as is what then says nothing. */
function setIn(model: Values, [name = '', ...rest]: readonly string[], list: readonly unknown[]): Values {
  const { [name]: old, ...others } = model;
  const value = rest.length === 0 ? list : setIn((old ?? {}) as Values, rest, list);
  const isEmpty = Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
  return isEmpty ? others : { ...model, [name]: value };
}

/** `dev` of a network is its first interface. */
function withFirstAsDev(model: Values): Values {
  const forward = model.forward as Forward | undefined;
  if (!forward) return model;
  const { dev: _, ...others } = forward;
  const [first] = others.interface ?? [];
  return { ...model, forward: first ? { ...others, dev: first.dev } : others };
}
