import { MODULES } from '../modules/index.ts';
import { handlerKeywords, metaKeywords, playKeywords, taskKeywords } from '../playbook/keywords.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineCommand } from './command.ts';
import { UsageError } from './declaration/option.ts';
import { keywords as declaration } from './declaration/reference.ts';
import { argumentLines, inputSchema, onlyAt, type Schema } from './pages/argument-lines.ts';

export const keywords = defineCommand(declaration, async (_options, io, path) => {
  const [name = '', ...below] = path?.split('.') ?? [];
  const found = sections().flatMap(({ title, schema }) => {
    if (path === undefined) return [{ title, lines: argumentLines(schema, io.width) }];
    if (!Object.hasOwn(schema.properties ?? {}, name)) return [];
    return [{ title, lines: argumentLines(onlyAt(schema, [name, ...below].join('.')), io.width) }];
  });
  if (found.length === 0) throw new UsageError(`there is no key ${name}. ${advice(name)}`);
  io.out(`${found.map(({ title, lines }) => [title, ...lines].join('\n')).join('\n\n')}\n`);
  return 0;
});

/** Made where somebody asks for them: a run, which is a command too, need not. */
function sections(): { title: string; schema: Schema }[] {
  const task = inputSchema(taskKeywords);
  return [
    { title: 'Keys of a play:', schema: inputSchema(playKeywords) },
    { title: 'Keys of a task or handler, besides its module (virtfleet modules):', schema: task },
    { title: 'Keys of a handler only:', schema: without(inputSchema(handlerKeywords), task) },
    { title: 'Keys of a task without a module:', schema: without(inputSchema(metaKeywords), task) },
  ];
}

/** The names of all keys. */
export function keywordNames(): string[] {
  return sections().flatMap(({ schema }) => Object.keys(schema.properties ?? {}));
}

function without(schema: Schema, other: Schema): Schema {
  const own = Object.entries(schema.properties ?? {}).filter(
    ([name]) => !Object.hasOwn(other.properties ?? {}, name),
  );
  return { ...schema, properties: Object.fromEntries(own) };
}

function advice(name: string): string {
  if (MODULES.some((module) => module.name === name)) return `It is a module: virtfleet modules ${name}.`;
  return didYouMean(name, keywordNames()).hint ?? 'Without a name, all keys are listed.';
}
