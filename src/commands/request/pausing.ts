import { hiddenTexts } from '../../hidden-texts.ts';
import type { Pausing } from '../../plan/rollout.ts';
import { printable } from '../../report/printable.ts';
import type { Io } from '../command.ts';

/** Who says whether the next wave of a rollout begins: the person at the terminal, unless --yes was given. */
export function pausingOf(
  { step = false, yes = false }: { step?: boolean | undefined; yes?: boolean | undefined },
  io: Io,
): Pausing {
  const ask = async (question: string, until: AbortSignal) => {
    const lines = hiddenTexts.conceal(question).split('\n').map(printable);
    const answer = await io.ask(lines.join('\n'), until);
    return answer === undefined ? undefined : /^\s*y(es)?\s*$/i.test(answer);
  };
  return { everyWave: step, isSure: yes, ...(io.canAsk && { ask }) };
}
