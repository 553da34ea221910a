import type { Listener } from '../../plan/run-event.ts';
import { createProgress, type Progress } from '../../report/progress.ts';
import type { Resolved } from '../../resolve.ts';
import { run } from '../../run.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';

/** Runs with all listeners and the progress line, which is handed to whoever writes beside it. Resolves to bugs. */
export async function listened(
  resolved: Resolved,
  request: RunRequest,
  listening: (progress: Progress | undefined) => readonly Listener[],
  io: Io,
): Promise<readonly unknown[]> {
  const progress = io.isTerminal ? createProgress({ write: io.err, width: io.width }) : undefined;
  const listeners: Listener[] = [
    ...listening(progress),
    ...(progress ? [(event: Parameters<Listener>[0]) => progress.tell(event)] : []),
  ];
  const interrupted = () => {
    progress?.erase();
    io.err(request.mode === 'apply' ? FINISHING : 'Interrupted.\n');
  };
  io.signal.addEventListener('abort', interrupted);
  // The progress line shows the time even if nothing happens.
  const ticking = setInterval(() => progress?.tick(), 500);
  try {
    return await run(resolved, request, listeners, io.signal);
  } finally {
    clearInterval(ticking);
    io.signal.removeEventListener('abort', interrupted);
    progress?.erase();
  }
}

const FINISHING = `Interrupted: no further task starts; running tasks finish. A second Ctrl-C ends the run at
once. A host then rolls back a guarded change that nobody confirms.
`;
