import type { Listener } from '../../plan/run-event.ts';
import { FRAME, LiveView } from '../../report/live/live-view.ts';
import { stateListener } from '../../report/live/state-lines.ts';
import { wrapped } from '../../report/wrap.ts';
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
  const { terminal, out, err, signal, cut } = io;
  const { forks } = request.connection;
  const view = terminal && new LiveView({ terminal: { write: err, size: () => terminal }, forks });
  const listeners: Listener[] = [
    ...listening(view ? (text) => view.above(() => out(text)) : out),
    view ? (event) => view.tell(event) : stateListener(err),
  ];
  const tell = (text: string) => () => {
    view?.erase();
    err(
      wrapped(text, io.width, '')
        .map((line) => `${line}\n`)
        .join(''),
    );
  };
  const writes = request.mode === 'apply';
  const interrupted = tell(writes ? FINISHING : 'Interrupted.');
  const closed = writes ? tell(CLOSING) : () => {};
  signal.addEventListener('abort', interrupted);
  cut.addEventListener('abort', closed);
  const ticking = view && setInterval(() => view.tick(), FRAME);
  try {
    return await run(resolved, request, listeners, io);
  } finally {
    clearInterval(ticking);
    signal.removeEventListener('abort', interrupted);
    cut.removeEventListener('abort', closed);
    view?.end();
  }
}

const FINISHING =
  'Interrupted: no further task starts; running tasks finish. A second Ctrl-C closes the connections: ' +
  'what is being written is lost then, and a host takes back a guarded change that nobody confirms.';
const CLOSING = 'Connections are closed; what was being written is reported as lost.';
