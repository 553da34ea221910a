import type { Holder, Mark } from './holder.ts';

/**
 * Marks those who hold the same: an address of a network that several MACs have, an address of networks that reach each
 * other on several hosts, and a MAC that several running guests have. `routed` says of which networks others are reached
 * without translation.
 */
export function markConflicts(rows: readonly Holder[], routed: (row: Holder) => boolean): void {
  // Who answered once may have given the address back.
  const isHeld = ({ sources }: Holder) => sources.some((source) => source !== 'met');
  const held = rows.filter((row) => row.ip !== null && row.mac !== null && isHeld(row));
  for (const same of grouped(held, ({ host, network, ip }) => [host, network, ip]))
    for (const [row, others] of disputed(same)) row.marks.push(conflict(row, others));
  const reached = held.filter((row) => routed(row) && !isOfLink(row));
  for (const same of grouped(reached, ({ ip }) => [ip]))
    for (const [row, others] of disputed(same)) {
      const away = others.filter(({ host }) => host !== row.host);
      if (away.length > 0) row.marks.push({ kind: 'conflict', why: `${said(away)} ${has(away)} it, too` });
    }
  const guests = rows.filter(({ guest, running, mac }) => guest !== null && running && mac !== null);
  for (const same of grouped(guests, ({ mac }) => [mac])) {
    const names = new Set(same.map(({ host, guest }) => `${guest} on ${host}`));
    if (names.size < 2) continue;
    for (const row of same) {
      const others = [...names].filter((name) => name !== `${row.guest} on ${row.host}`);
      row.marks.push({ kind: 'conflict', why: `guest ${others.join(', ')} has the same MAC` });
    }
  }
}

/** Link-local: RFC 4291, RFC 3927. */
function isOfLink({ ip }: Holder): boolean {
  return ip !== null && /^(fe[89ab].:|169\.254\.)/.test(ip);
}

function grouped(rows: readonly Holder[], key: (row: Holder) => readonly unknown[]): Holder[][] {
  const groups = new Map<string, Holder[]>();
  for (const row of rows) {
    const name = JSON.stringify(key(row));
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(row);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Each with those who hold the same by another MAC. */
function disputed(rows: readonly Holder[]): [Holder, Holder[]][] {
  return rows.flatMap((row): [Holder, Holder[]][] => {
    const others = rows.filter((one) => one.mac !== row.mac);
    return others.length > 0 ? [[row, others]] : [];
  });
}

function conflict({ sources }: Holder, others: readonly Holder[]): Mark {
  const keeper = others.find((one) => one.sources.includes('reserved'));
  const why =
    keeper && !sources.includes('reserved')
      ? `the address is reserved for ${keeper.mac}`
      : `${said(others)} ${has(others)} it, too`;
  return { kind: 'conflict', why };
}

function said(rows: readonly Holder[]): string {
  return rows
    .map(({ mac, host, guest }) => `${mac} on ${host}${guest === null ? '' : ` (${guest})`}`)
    .join(', ');
}

function has(rows: readonly Holder[]): string {
  return rows.length === 1 ? 'has' : 'have';
}
