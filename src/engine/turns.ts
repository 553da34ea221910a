import type { ResolvedPlay } from '../playbook/resolve/resolved-play.ts';

/** Hosts that go through a play at once. `where` is set where it is one batch of several. */
interface Turn {
  /** Of the play. */
  index: number;
  batch: readonly string[];
  where?: string;
}

export function turnsOf(plays: readonly ResolvedPlay[]): Turn[] {
  return plays.flatMap(({ name, batches }, index) =>
    batches.map((batch, number): Turn => {
      const where = `Batch ${number + 1} of ${batches.length} of play "${name}"`;
      return { index, batch, ...(batches.length > 1 && { where }) };
    }),
  );
}

/** Why nothing starts behind hosts of which `failed` came to no good end; `where` names a batch of several. */
export function reasonToEnd(
  { failed, all }: { failed: number; all: number },
  where: string | undefined,
  play: ResolvedPlay | undefined,
): string | undefined {
  if (where !== undefined && failed === all) return `${where} failed on all of its hosts.`;
  const { name, mostFailed } = play ?? {};
  if (mostFailed === undefined || failed === 0 || (failed * 100) / all <= mostFailed) return undefined;
  return `${where ?? `Play "${name}"`} failed on ${failed} of its ${all} hosts, more than it allows.`;
}
