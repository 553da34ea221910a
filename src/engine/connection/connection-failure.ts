import { Lost } from '../../transport/session.ts';
import type { Unreachable } from '../../transport/unreachable.ts';

/** What opening a connection rejects with once the operator has interrupted the run. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** For what breaks off when some steps of a task are done. */
export function inMidst(error: unknown): never {
  if (error instanceof Lost || isAbort(error)) throw new Lost((error as Error).message, true);
  throw error;
}

/** Why a host cannot be reached and what to do, the command to copy on a line of its own. */
export function explained({ problem }: Unreachable): string {
  const { summary, detail, hint, command } = problem;
  return [`${summary}: ${detail}`, hint, command && `  ${command}`].filter(Boolean).join('\n');
}

/** What refused a connection, behind a sentence that says that none came in; of mere silence nothing. */
export function inBrackets(refused: Unreachable | undefined): string {
  return refused && refused.reason !== 'timeout' ? ` (${refused.message})` : '';
}
