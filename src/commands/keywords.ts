import { MODULES } from '../modules/index.ts';
import { flushKeywords, handlerKeywords, playKeywords, taskKeywords } from '../playbook/keywords.ts';
import { didYouMean } from '../template/suggest.ts';
import { argumentLines, inputSchema, onlyAt, type Schema } from './argument-lines.ts';
import { defineCommand, UsageError } from './command.ts';

export const keywords = defineCommand({
  name: 'keywords',
  summary: 'Explain the keys of plays, tasks and handlers, such as guard, confirm and disruption',
  arguments: '[name]',
  options: {},
  examples: ['virtfleet keywords', 'virtfleet keywords guard', 'virtfleet keywords confirm.ports'],
  async run(_options, io, path) {
    const [name = '', ...below] = path?.split('.') ?? [];
    const found = SECTIONS.flatMap(({ title, schema }) => {
      if (path === undefined) return [{ title, lines: argumentLines(schema, io.width) }];
      if (!Object.hasOwn(schema.properties ?? {}, name)) return [];
      return [{ title, lines: argumentLines(onlyAt(schema, [name, ...below].join('.')), io.width) }];
    });
    if (found.length === 0) throw new UsageError(`there is no key ${name}. ${advice(name)}`);
    io.out(`${found.map(({ title, lines }) => [title, ...lines].join('\n')).join('\n\n')}\n`);
    return 0;
  },
});

const task = inputSchema(taskKeywords);

const SECTIONS: readonly { title: string; schema: Schema }[] = [
  { title: 'Keys of a play:', schema: inputSchema(playKeywords) },
  { title: 'Keys of a task or handler, beside its module (virtfleet modules):', schema: task },
  { title: 'Keys of a handler only:', schema: without(inputSchema(handlerKeywords), task) },
  { title: 'Keys of a task without a module:', schema: without(inputSchema(flushKeywords), task) },
];

function without(schema: Schema, other: Schema): Schema {
  const own = Object.entries(schema.properties ?? {}).filter(
    ([name]) => !Object.hasOwn(other.properties ?? {}, name),
  );
  return { ...schema, properties: Object.fromEntries(own) };
}

function advice(name: string): string {
  if (MODULES.some((module) => module.name === name)) return `It is a module: virtfleet modules ${name}.`;
  const known = SECTIONS.flatMap(({ schema }) => Object.keys(schema.properties ?? {}));
  return didYouMean(name, known).hint ?? 'Without a name all are listed.';
}
