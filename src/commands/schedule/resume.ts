import { resume } from '../../controllers/sweep.ts';
import { historyToRead } from '../execution/history-to-read.ts';
import { type Asked, scheduleId } from './asked.ts';
import { historyNamed } from './history-named.ts';

/** Lets a check that `virtfleet server` paused begin again, when it is due next. */
export async function resumeCheck({ name, schedule, options, io }: Asked): Promise<number> {
  const history = await historyToRead(historyNamed(schedule, options), io);
  try {
    const wasPaused = await resume(history, scheduleId(schedule, name));
    io.out(wasPaused ? `${name} goes on when it is due next.\n` : `${name} is not paused.\n`);
    return 0;
  } finally {
    await history.destroy();
  }
}
