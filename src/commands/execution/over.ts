import type { History } from '../../history/history.ts';
import type { Io } from '../command.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Asks the history that `--history` names whether a run has its end there. Of one that was killed nothing but its process
 * could tell, which another user, or a container, may not see. A history that does not have the run, or cannot be read,
 * does not know.
 */
export function overIn(written: string | undefined, io: Io) {
  return async (id: string): Promise<boolean> => {
    if (!ID.test(id)) return false;
    let history: History | undefined;
    try {
      // Most runs begin without the library of the history, and meet no lock.
      const [{ historyToRead }, { findRun }, { runSummary }] = await Promise.all([
        import('./history-to-read.ts'),
        import('../../history/questions/find-run.ts'),
        import('../../history/questions/runs.ts'),
      ]);
      history = await historyToRead(written, io);
      const number = await findRun(history, id);
      return (await runSummary(history, number)).ended !== undefined;
    } catch {
      return false;
    } finally {
      await history?.destroy();
    }
  };
}
