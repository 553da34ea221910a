import type { JobKind } from '../../history/controller-tables.ts';
import type { Recap } from '../../plan/outcome.ts';

interface RunDocument {
  hosts: Record<string, Recap>;
}

interface AuditDocument {
  hosts: readonly string[];
  unreachable: readonly { host: string }[];
}

/** How each host ended, by the document of `--format json`; of a job that printed none, nobody knows it. */
export function hostStates(kind: JobKind, printed: string): Record<string, string> {
  if (printed === '') return {};
  if (kind === 'audit') {
    const { hosts, unreachable } = JSON.parse(printed) as AuditDocument;
    return Object.fromEntries([
      ...hosts.map((host) => [host, 'ok']),
      ...unreachable.map(({ host }) => [host, 'unreachable']),
    ]);
  }
  const { hosts } = JSON.parse(printed) as RunDocument;
  const changed = kind === 'run' ? 'changed' : 'differs';
  return Object.fromEntries(Object.entries(hosts).map(([host, recap]) => [host, stateOf(recap, changed)]));
}

/** The worst of it, in the words of the history. */
function stateOf(recap: Recap, changed: string): string {
  if (recap.unreachable > 0) return 'unreachable';
  if (recap.failed > 0) return 'failed';
  if (recap.blocked > 0) return 'blocked';
  if (recap['not-started'] > 0) return 'not-started';
  return recap.changed > 0 ? changed : 'ok';
}
