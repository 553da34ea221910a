import { hiddenTexts } from '../../hidden-texts.ts';
import type { Ask } from '../../playbook/resolve/prompts.ts';
import { printable } from '../../report/printable.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';

/**
 * Asks the questions of `vars_prompt` at the terminal; undefined where nobody is there to answer. What is typed without
 * being shown is kept out of all output. Source: `do_var_prompt` in `utils/display.py` of Ansible 2.14.
 */
export function asking(io: Io): Ask | undefined {
  if (!io.canAsk) return undefined;
  return async ({ name, text, default: fallback, isPrivate, confirms }) => {
    const line = `${text}${fallback === undefined ? '' : ` [${fallback}]`}: `;
    for (;;) {
      const answer = await typed(line, name, isPrivate, io);
      const isSure = !confirms || answer === (await typed(`confirm ${line}`, name, isPrivate, io));
      if (isSure) return answer;
      io.err('The two answers differ.\n');
    }
  };
}

/** Rejects with the signal's reason on Ctrl-C. */
async function typed(line: string, name: string, isPrivate: boolean, io: Io): Promise<string> {
  const shown = printable(hiddenTexts.conceal(line));
  const answer = await (isPrivate ? io.askPassword(shown) : io.ask(shown));
  io.signal.throwIfAborted();
  if (answer === undefined) throw new UsageError(`${name} needs an answer, and none was given.`);
  if (isPrivate) hiddenTexts.open(answer);
  return answer;
}
