import type { Listener } from '../../plan/run-event.ts';
import { FRAME, LiveView } from '../../report/live/live-view.ts';
import { stateListener } from '../../report/live/state-lines.ts';
import type { Resolved } from '../../resolve.ts';
import { run } from '../../run.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';

/**
 * Runs with all listeners, and shows how it goes: on a terminal a live view, elsewhere a line for each change of state.
 * `listening` gets what writes to stdout beside that. Resolves to bugs.
 */
export async function listened(
  resolved: Resolved,
  request: RunRequest,
  listening: (write: Io['out']) => readonly Listener[],
  io: Io,
): Promise<readonly unknown[]> {
  const { terminal, out, err, signal } = io;
  const { forks } = request.connection;
  const view = terminal && new LiveView({ terminal: { write: err, size: () => terminal }, forks });
  const listeners: Listener[] = [
    ...listening(view ? (text) => view.above(() => out(text)) : out),
    view ? (event) => view.tell(event) : stateListener(err),
  ];
  const interrupted = () => {
    view?.erase();
    err(request.mode === 'apply' ? FINISHING : 'Interrupted.\n');
  };
  signal.addEventListener('abort', interrupted);
  const ticking = view && setInterval(() => view.tick(), FRAME);
  try {
    return await run(resolved, request, listeners, signal);
  } finally {
    clearInterval(ticking);
    signal.removeEventListener('abort', interrupted);
    view?.end();
  }
}

const FINISHING = `Interrupted: no further task starts; running tasks finish. A second Ctrl-C ends the run at
once. A host then rolls back a guarded change that nobody confirms.
`;
