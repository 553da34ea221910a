import { run as declaration } from '../declaration/run.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import { resumeWords } from './asked-for.ts';
import { proofOf, type Values } from './given-vars.ts';
import { cannot } from './refusals.ts';
import type { Resumption } from './resume.ts';

/** Rejects with ProblemError unless a run that is resumed gets the extra variables that it had, with their values. */
export async function sameExtraVars(
  { resumes, given: { extraVars, extraValues }, playbooks, options }: Resumption,
  values: Values,
): Promise<void> {
  const names = Object.keys(values);
  const missing = extraVars.filter((name) => !names.includes(name));
  const more = names.filter((name) => !extraVars.includes(name));
  const open = extraVars.map((name) => `${name}=…`);
  if (more.length > 0)
    throw cannot(`Run ${resumes} was started without the extra variable ${more.join(', ')}.`);
  if (missing.length > 0)
    throw cannot(
      `Run ${resumes} had extra variables, whose values are not kept. Give them again.`,
      typedLine(resumeWords(resumes, { extraVars: open, history: options.history })),
    );
  if (!extraValues || extraValues.proof === (await proofOf(values, extraValues.salt))) return;
  throw cannot(
    `The values of -e are others than those of run ${resumes}. With these it is another run:`,
    typedLine(typedWords(declaration, playbooks, { ...options, extraVars: open })),
  );
}
