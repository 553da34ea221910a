import type { History } from '../../history/history.ts';
import { lives } from '../../history/running.ts';
import { type Io, machineOf } from '../command.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Asks the history that `--history` names whether a run is over: it has its end there, or its process on this machine is
 * gone. A history that does not have the run, or cannot be read, does not know.
 */
export function overIn(written: string | undefined, io: Io) {
  return async (id: string): Promise<boolean> => {
    if (!ID.test(id)) return false;
    let history: History | undefined;
    try {
      // Most runs begin without the library of the history, and meet no lock.
      const [{ historyToRead }, { findRun }, { askedOf }, { runSummary }] = await Promise.all([
        import('./history-to-read.ts'),
        import('../../history/questions/find-run.ts'),
        import('../../history/questions/resumable.ts'),
        import('../../history/questions/runs.ts'),
      ]);
      history = await historyToRead(written, io);
      const number = await findRun(history, id);
      const { ended, machine } = await runSummary(history, number);
      if (ended !== undefined) return true;
      const asked = await askedOf(history, number);
      return machine === machineOf(io) && asked !== undefined && !lives(asked.by, io.isTaken);
    } catch {
      return false;
    } finally {
      await history?.destroy();
    }
  };
}
