import { wrapped } from '../report/wrap.ts';
import { GUIDE } from '../template/expression/guide.ts';
import { LIBRARY } from '../template/expression/library.ts';
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
  const rest =
    name === undefined ? ALL_NAMES.map((all) => [all.title, ...wrapped(all.names, io.width, '  ')]) : [];
  io.out(`${[...texts, ...rest].map((lines) => lines.join('\n')).join('\n\n')}\n`);
  return 0;
});

/** A function as help shows it. */
interface Shown {
  name: string;
  usage: string;
  summary: string;
  example: readonly [string, unknown];
}

const IN_EXPRESSIONS: readonly Shown[] = Object.entries(GUIDE).map(([name, entry]) => {
  const operation = LIBRARY.function(name) ?? LIBRARY.filter(name);
  return { name, usage: `${name}(${['value', ...(operation?.parameters ?? [])].join(', ')})`, ...entry };
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

/** The filters and tests that expressions have. */
const ALL_NAMES = [
  { title: 'Filters, as value | name(…) or name(value, …):', names: [...LIBRARY.names('filter')].join(', ') },
  { title: 'Tests, as value is name(…) or name(value, …):', names: [...LIBRARY.names('test')].join(', ') },
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
  const known = [...FUNCTION_NAMES, ...LIBRARY.names('function')];
  if (known.includes(name)) return `${name} is explained in the documentation of Jinja or Ansible.`;
  const { hint = 'Without a name, all functions are listed.' } = didYouMean(name, known);
  return `there is no function ${name}. ${hint}`;
}
