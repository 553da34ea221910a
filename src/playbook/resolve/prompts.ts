import type { Variables } from '../../inventory/host.ts';
import { ProblemError } from '../../problem.ts';
import type { Play } from '../model.ts';
import { fixed } from './play-variables.ts';

/**
 * What `vars_prompt` comes to: nobody is asked, so that a run comes out the same with and without a terminal. `-e`
 * answers, or the default. Throws ProblemError for what has neither.
 */
export function answersTo({ prompts, place }: Play, extraVars: Variables): Variables {
  const open = prompts.filter(({ name }) => !Object.hasOwn(extraVars, name));
  const missing = open.filter((prompt) => prompt.default === undefined);
  if (missing.length === 0)
    return Object.fromEntries(open.map((prompt) => [prompt.name, fixed(prompt.default)]));
  throw new ProblemError(
    missing.map(({ name, text }) => ({
      code: 'unanswered-prompt',
      summary: 'A play asks for a variable',
      detail: `\`vars_prompt\` asks for \`${name}\` (${text}), which has no default.`,
      place,
      hint: `Answer on the command line: -e ${name}=VALUE, or -e @FILE for a secret.`,
    })),
  );
}
