import type { Finding } from '../../drift/finding.ts';

/** A finding as JSON: as it is, without the steps of a run and, unless asked for, without texts. */
export function findingDocument({ changes, ...finding }: Finding, withDiff: boolean) {
  const reported = changes.map(({ steps: _, diff, ...change }) => ({
    ...change,
    ...(withDiff && diff && { diff }),
  }));
  return { ...finding, changes: reported };
}
