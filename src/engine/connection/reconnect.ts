import { pause } from '../../plan/interrupts.ts';
import type { Step } from '../../plan/step.ts';
import type { Session } from '../../transport/session.ts';
import type { Unreachable } from '../../transport/unreachable.ts';
import { attempt, unlessLost } from '../guard/confirmation.ts';
import { scriptText } from '../script/command.ts';

/** Milliseconds between two attempts, and those that the host may take to answer. */
const PAUSE = 1000;
const PATIENCE = 30_000;

/**
 * Opens new connections until one comes in over which the step's script succeeds. There is no session when the time is
 * up, or `interrupt` aborts; `refused` is what the last attempt said that failed.
 */
export async function reconnect(
  { script, args, delay = 0, seconds }: Step & { do: 'reconnect' },
  open: () => Promise<Session>,
  interrupt: AbortSignal,
): Promise<{ session?: Session; refused?: Unreachable }> {
  await pause(delay * 1000, interrupt);
  const text = scriptText(script, args);
  let refusal = {};
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until && !interrupt.aborted) {
    const session = await attempt(open, (refused) => {
      refusal = { refused };
    });
    const reply = await session?.run(text, { timeout: PATIENCE, repeatable: true }).catch(unlessLost);
    if (session && reply?.status === 0) return { session };
    await session?.close();
    await pause(PAUSE, interrupt);
  }
  return refusal;
}
