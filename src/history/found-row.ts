import type { Finding } from '../drift/finding.ts';
import type { FindingsTable } from './tables.ts';

/** What a drift check found, beside its outcomes. */
export interface Found {
  findings: readonly Finding[];
  /** Hosts whose login user could not become root. */
  unprivileged: readonly string[];
}

/** The row of it. The texts to compare stay with the changes, where they stand already. */
export function foundRow(run: number, { findings, unprivileged }: Found): FindingsTable {
  const bare = findings.map((finding) => ({
    ...finding,
    changes: finding.changes.map(({ diff: _, steps: __, ...change }) => change),
  }));
  return { run, findings: JSON.stringify(bare), unprivileged: JSON.stringify(unprivileged) };
}
