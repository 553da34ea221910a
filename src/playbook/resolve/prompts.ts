import type { Variables } from '../../inventory/host.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { collect } from '../../template/collect.ts';
import { LOOKUPS_NAME } from '../../template/expression/lookups.ts';
import { createScope, type Scope } from '../../template/interpolation/scope.ts';
import { ControllerLookups } from '../lookups/controller-lookups.ts';
import type { Play, Playbook, Prompt } from '../model.ts';
import { Project } from '../project.ts';
import { evaluate } from './evaluate.ts';
import { fixed } from './play-variables.ts';

/** What `vars_prompt` asks the operator. */
export interface Question extends Pick<Prompt, 'name' | 'isPrivate' | 'confirms' | 'place'> {
  text: string;
  /** What an empty answer stands for. */
  default?: string;
}

/** Asks the operator; an empty answer is empty. Rejects where none is given. */
export type Ask = (question: Question) => Promise<string>;

/** What was typed. */
export type Answers = ReadonlyMap<Prompt, string>;

export interface PromptSources {
  /** Values of `-e`, which nobody is asked for. */
  extraVars: Variables;
  /** The environment of the controller, for lookups. */
  env?: Readonly<Record<string, string | undefined>>;
  templateFolders: readonly string[];
}

/** Asks all that plays ask for, in their order. Rejects with ProblemError for a question that cannot be computed. */
export async function askAll(
  playbooks: readonly Playbook[],
  sources: PromptSources,
  ask: Ask,
): Promise<Answers> {
  const answers = new Map<Prompt, string>();
  for (const play of playbooks.flatMap(({ plays }) => plays))
    for (const [prompt, question] of questionsOf(play, sources)) answers.set(prompt, await ask(question));
  return answers;
}

/** The variables that `vars_prompt` of a play sets, and the names that nobody has answered and no default does. */
export interface Prompted {
  variables: Variables;
  open: readonly Question[];
}

/** Throws ProblemError for a question that cannot be computed. */
export function promptedIn(play: Play, sources: PromptSources, answers: Answers = new Map()): Prompted {
  const all = questionsOf(play, sources).map(([prompt, question]) => {
    const typed = answers.get(prompt);
    return { question, value: typed === '' ? (question.default ?? '') : (typed ?? question.default) };
  });
  const variables = all.flatMap(({ question, value }) =>
    value === undefined ? [] : [[question.name, fixed(value)] as const],
  );
  return {
    variables: Object.fromEntries(variables),
    open: all.flatMap(({ question, value }) => (value === undefined ? [question] : [])),
  };
}

export function unanswered({ name, text, place }: Question): Problem {
  return {
    code: 'unanswered-prompt',
    summary: 'A play asks for a variable',
    detail: `\`vars_prompt\` asks for \`${name}\` (${text}), which has no default; there is no terminal to ask at.`,
    place,
    hint: `Answer on the command line: -e ${name}=VALUE, or -e @FILE for a secret.`,
  };
}

function questionsOf(
  play: Play,
  { extraVars, env = {}, templateFolders }: PromptSources,
): [Prompt, Question][] {
  const asked = play.prompts.filter(({ name }) => !Object.hasOwn(extraVars, name));
  if (asked.length === 0) return [];
  const project = new Project(play.folder, templateFolders);
  const lookups = new ControllerLookups({ project, scope: () => scope, env });
  const scope: Scope = createScope({ ...play.vars, ...extraVars, [LOOKUPS_NAME]: fixed(lookups) });
  return collect(asked, (prompt) => [prompt, questionOf(prompt, scope)] as [Prompt, Question], ProblemError);
}

/** Source: the templating of `vars_prompt` in `executor/playbook_executor.py` of Ansible 2.14. */
function questionOf({ name, isPrivate, confirms, place, ...prompt }: Prompt, scope: Scope): Question {
  const fallback = prompt.default && evaluate(prompt.default.value, scope);
  return {
    ...{ name, isPrivate, confirms, place },
    text: prompt.text ? textOf(evaluate(prompt.text.value, scope)) : name,
    ...(fallback !== undefined && fallback !== null && { default: textOf(fallback) }),
  };
}

/** An answer is text, and so is what stands for it. */
function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
