import type { Claim, Holder } from './holder.ts';
import { type Answers, claimsOf, networksOf } from './host-claims.ts';

/** Who holds which address on a host: claims that mean the same interface are one. */
export function holdersOf(host: string, answers: Answers): Holder[] {
  const claims = claimsOf(answers);
  const rows = new Map<string, Holder>();
  const take = (claim: Claim) => {
    const { network, ip, mac } = claim;
    const key = JSON.stringify([network, ip, mac]);
    const row = rows.get(key) ?? { host, network, ip, mac, ...EMPTY, sources: [], marks: [] };
    rows.set(key, row);
    join(row, claim);
  };
  for (const claim of claims) if (claim.ip !== null) take(claim);
  const named = [...rows.values()].filter(({ mac, name }) => mac === null && name !== null);
  for (const one of named) joinByName(one, rows);
  for (const claim of claims.filter(({ ip }) => ip === null)) {
    const own = [...rows.values()].filter((row) => row.network === claim.network && row.mac === claim.mac);
    if (own.length === 0) take(claim);
    for (const row of own) join(row, claim);
  }
  const all = [...rows.values()];
  markStale(all, new Set([...networksOf(answers).values()].map(({ name }) => name)));
  return all;
}

const EMPTY = {
  ...{ name: null, guest: null, running: null, interface: null },
  ...{ expires: null, left: null },
};

function join(row: Holder, { source, network: _, ip: _ip, mac: _mac, ...about }: Claim): void {
  if (!row.sources.includes(source)) row.sources.push(source);
  const known = Object.entries(about).filter(([, value]) => value !== null && value !== undefined);
  Object.assign(row, Object.fromEntries(known));
}

/** A reservation by name is of whoever has the address under that name. */
function joinByName(reserved: Holder, rows: Map<string, Holder>): void {
  const same = [...rows.values()].find(
    (row) =>
      row !== reserved &&
      row.network === reserved.network &&
      row.ip === reserved.ip &&
      row.name === reserved.name,
  );
  if (!same) return;
  same.sources.push('reserved');
  for (const [key, row] of rows) if (row === reserved) rows.delete(key);
}

/** A lease that nobody uses; where libvirt has made the bridge only its guests are on it. */
function markStale(rows: readonly Holder[], owned: ReadonlySet<string>): void {
  for (const row of rows) {
    const { sources, left, guest, running, network } = row;
    if (!sources.includes('lease')) continue;
    if (left !== null && left < 0)
      row.marks.push({ kind: 'stale', why: `the lease ended at ${row.expires}` });
    else if (guest !== null && running === false && !sources.includes('seen'))
      row.marks.push({ kind: 'stale', why: `guest ${guest} does not run` });
    else if (guest === null && owned.has(network) && !sources.includes('seen'))
      row.marks.push({
        kind: 'stale',
        why: `no guest of the host has this MAC, and ${sources.includes('met') ? 'who had it has not answered lately' : 'nobody answers from it'}`,
      });
  }
}
