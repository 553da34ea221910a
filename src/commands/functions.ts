import { wrapped } from '../report/wrap.ts';
import { environment } from '../template/expression/cel.ts';
import { FUNCTIONS } from '../template/expression/functions.ts';
import { MACROS } from '../template/expression/macros.ts';
import { TEMPLATE_FUNCTIONS } from '../template/handlebars/template-functions.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineCommand } from './command.ts';
import { UsageError } from './declaration/option.ts';
import { functions as declaration } from './declaration/reference.ts';

export const functions = defineCommand(declaration, async (_options, io, name) => {
  const sections = [
    { title: 'In expressions ({{ … }} in a playbook, when, that, …):', all: IN_EXPRESSIONS },
    { title: 'In templates (*.hbs):', all: IN_TEMPLATES },
  ];
  const found = sections
    .map(({ title, all }) => ({ title, all: all.filter((one) => name === undefined || one.name === name) }))
    .filter(({ all }) => all.length > 0);
  if (found.length === 0 && name !== undefined) throw new UsageError(unknown(name));
  const texts = found.map(({ title, all }) => [title, ...all.flatMap((one) => linesOf(one, io.width))]);
  const own =
    name === undefined
      ? [['Of CEL itself (https://cel.dev):', ...wrapped(CEL.join(', '), io.width, '  ')]]
      : [];
  io.out(`${[...texts, ...own].map((lines) => lines.join('\n')).join('\n\n')}\n`);
  return 0;
});

/** A function as help shows it. */
interface Shown {
  name: string;
  usage: string;
  summary: string;
  example: readonly [string, unknown];
}

const IN_EXPRESSIONS: readonly Shown[] = [...FUNCTIONS, ...MACROS].map(({ signature, summary, example }) => {
  // `string.replace(string, string): string`, and `ast` for what a macro takes unevaluated.
  const usage = signature.replaceAll(/\bast\b/g, 'any').replaceAll(/\bdyn\b/g, 'any');
  return { name: /(\w+)\(/.exec(signature)?.[1] ?? signature, usage, summary, example };
});

const IN_TEMPLATES: readonly Shown[] = Object.entries(TEMPLATE_FUNCTIONS).map(
  ([name, { arguments: words, summary, example }]) => ({
    name,
    usage: `{{${[name, ...words].join(' ')}}}`,
    summary,
    example,
  }),
);

/** The names of all functions that Virtfleet explains. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  [...IN_EXPRESSIONS, ...IN_TEMPLATES].map(({ name }) => name),
);

/** The functions of CEL that Virtfleet does not explain. */
const CEL = [
  ...new Set(
    environment
      .getDefinitions()
      .functions.filter(({ name }) => !FUNCTION_NAMES.has(name))
      .map(({ name, receiverType }) => (receiverType === null ? name : `.${name}`)),
  ),
];

function linesOf({ usage, summary, example: [text, result] }: Shown, width: number): string[] {
  const shown = typeof result === 'string' ? result : JSON.stringify(result);
  return [
    ...wrapped(usage, width, '  '),
    ...wrapped(summary, width, '    '),
    ...wrapped(`${text} is ${shown}`, width, '    '),
  ];
}

function unknown(name: string): string {
  const known = [...FUNCTION_NAMES, ...CEL.map((one) => one.replace('.', ''))];
  if (known.includes(name)) return `${name} is a function of CEL itself: https://cel.dev explains it.`;
  const { hint = 'Without a name, all functions are listed.' } = didYouMean(name, known);
  return `there is no function ${name}. ${hint}`;
}
