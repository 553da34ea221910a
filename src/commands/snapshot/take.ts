import { topologyRead } from '../../drift/topology.ts';
import { unmanagedSearch } from '../../drift/unmanaged.ts';
import { inspectInRounds } from '../../inspect.ts';
import type { Ask } from '../../playbook/resolve/prompts.ts';
import { resolve } from '../../resolve.ts';
import { run } from '../../run.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { listened } from '../execution/listened.ts';
import { asking } from '../request/prompts.ts';
import { askAsAdopt } from './asked-by-adopt.ts';
import { QUESTIONS } from './questions.ts';

/**
 * Asks a fleet all that commands ask which take a snapshot: the snapshot of the request keeps the answers. Rejects with
 * ProblemError for bad input. Resolves to bugs.
 */
export async function take(request: RunRequest, pattern: string, io: Io): Promise<unknown[]> {
  const bugs: unknown[] = [];
  if (request.selection.playbooks.length > 0) {
    const ask = remembered(asking(io));
    for (const mode of ['check', 'drift'] as const) {
      const own: RunRequest = { ...request, mode, topology: topologyRead, search: unmanagedSearch };
      const resolved = await resolve(own, { ask });
      // The second time almost nothing is asked any more.
      const met = mode === 'check' ? listened(resolved, own, () => [], io) : run(resolved, own, [], io);
      bugs.push(...(await met));
      io.signal.throwIfAborted();
    }
  }
  const asked = { questions: QUESTIONS, answer: () => undefined };
  const { bugs: others } = await inspectInRounds(pattern, asked, request, io);
  io.signal.throwIfAborted();
  await askAsAdopt(request, pattern, io);
  io.signal.throwIfAborted();
  return [...bugs, ...others];
}

/** Whoever was asked once is not asked again. */
function remembered(ask: Ask | undefined): Ask | undefined {
  if (!ask) return undefined;
  const known = new Map<string, Promise<string>>();
  return (question) => {
    const key = JSON.stringify(question);
    const answer = known.get(key) ?? ask(question);
    known.set(key, answer);
    return answer;
  };
}
