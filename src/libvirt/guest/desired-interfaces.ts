import type { Existing } from './desired-guest.ts';
import { type DesiredNic, type Nic, nicDifferences, nicOf, nicTexts } from './nic.ts';

/** What a task writes of the interfaces of a guest. */
export interface DesiredNics {
  guest: string;
  nics: readonly DesiredNic[];
  /** Addresses of interfaces that other tasks describe. */
  others: ReadonlySet<string>;
}

/**
 * In what the interfaces of a guest that is there are not those that its task writes, and the task that changes them:
 * the task of the guest does not.
 */
export function interfaceWarnings(
  { guest, nics, others }: DesiredNics,
  { persistent, live }: Existing,
): string[] {
  const current = (persistent ?? live)?.interfaces ?? [];
  const claimed = new Set<Nic>();
  const pair = (all: readonly DesiredNic[], isMeant: (nic: DesiredNic, one: Nic) => boolean) =>
    all.map((nic) => {
      const found = current.find((one) => !claimed.has(one) && isMeant(nic, one));
      if (found) claimed.add(found);
      return { nic, found };
    });
  // Those with an address take theirs; of the others each takes one that is where it should be, or else any.
  const known = pair(
    nics.filter(({ mac }) => mac !== undefined && !others.has(mac)),
    ({ mac }, one) => mac === one.mac,
  );
  const placed = pair(
    nics.filter(({ mac }) => mac === undefined),
    isAt,
  );
  const rest = placed.filter(({ found }) => !found).map(({ nic }) => nic);
  const moved = pair(rest, (_, one) => !others.has(one.mac ?? ''));
  return [
    ...[...known, ...placed.filter(({ found }) => found), ...moved].flatMap(({ nic, found }) =>
      found ? different(guest, nic, found) : missing(guest, nic),
    ),
    ...current
      .filter((one) => !claimed.has(one) && !others.has(one.mac ?? ''))
      .map((one) => additional(guest, one)),
  ];
}

function isAt(nic: DesiredNic, { network, bridge, portgroup }: Nic): boolean {
  const isGroup = nic.portgroup === undefined || nic.portgroup === portgroup;
  return nic.network === network && nic.bridge === bridge && isGroup;
}

function different(guest: string, desired: DesiredNic, current: Nic): string[] {
  const nic = nicOf(desired, current);
  const aspects = nicDifferences(nic, current);
  if (aspects.length === 0) return [];
  const [is, should] = [nicTexts(current), nicTexts(nic)];
  const texts = aspects.map((aspect) => `${is[aspect]}, not ${should[aspect]}`).join('; ');
  return [reported(guest, `interface ${current.mac} has ${texts}`, wordsOf(desired, current.mac))];
}

function missing(guest: string, desired: DesiredNic): string[] {
  const { source } = nicTexts(nicOf(desired));
  const which = desired.mac === undefined ? '' : ` ${desired.mac}`;
  const own = desired.mac ?? '52:54:00:…';
  return [reported(guest, `there is no interface${which} on ${source}`, wordsOf(desired, own))];
}

function additional(guest: string, current: Nic): string {
  const { source } = nicTexts(current);
  return reported(guest, `interface ${current.mac} on ${source} is not in the list`, [
    `mac: "${current.mac}"`,
    'state: absent',
  ]);
}

function reported(guest: string, text: string, words: readonly string[]): string {
  return [
    `networks: ${text}. The interfaces of a guest that is there are left alone; this task changes it:`,
    `  guest_interface: { ${[`guest: ${guest}`, ...words].join(', ')} }`,
  ].join('\n');
}

function wordsOf({ network, portgroup, bridge, model }: DesiredNic, mac = ''): string[] {
  return [
    `mac: "${mac}"`,
    ...Object.entries({ network, portgroup, bridge, model }).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${value}`],
    ),
  ];
}
