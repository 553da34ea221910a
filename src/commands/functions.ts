import { wrapped } from '../report/wrap.ts';
import { GUIDE } from '../template/expression/guide.ts';
import { LIBRARY } from '../template/expression/library.ts';
import { functionOf } from '../template/expression/machine.ts';
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
  const operation = name === undefined || found.length > 0 ? undefined : functionOf(name, LIBRARY);
  if (name !== undefined && operation) {
    const usage = wrapped(usageOf(name, operation.parameters), io.width, '  ');
    io.out(`${[...usage, `    ${OF_OTHERS}`].join('\n')}\n`);
    return 0;
  }
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

const OF_OTHERS = 'Jinja or Ansible explain it under this name.';

const IN_EXPRESSIONS: readonly Shown[] = Object.entries(GUIDE).map(([name, entry]) => {
  const operation = LIBRARY.function(name) ?? LIBRARY.filter(name);
  return { name, usage: usageOf(name, operation?.parameters ?? []), ...entry };
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

/** Both spellings: `host(value, n)` and `value | host(n)`. */
function usageOf(name: string, parameters: readonly string[]): string {
  const rest = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
  const call = `${name}(${['value', ...parameters].join(', ')})`;
  if (LIBRARY.filter(name)) return `${call} or value | ${name}${rest}`;
  return LIBRARY.test(name) ? `${call} or value is ${name}${rest}` : call;
}

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
  const { hint = 'Without a name, all functions are listed.' } = didYouMean(name, known);
  return `there is no function ${name}. ${hint}`;
}
