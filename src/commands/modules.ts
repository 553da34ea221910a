import { MODULES } from '../modules/index.ts';
import type { AnyModule } from '../modules/module.ts';
import { taskKeywords } from '../playbook/keywords.ts';
import { wrapped } from '../report/wrap.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineCommand } from './command.ts';
import { UsageError } from './declaration/option.ts';
import { modules as declaration } from './declaration/reference.ts';
import { argumentLines, inputSchema, onlyAt } from './pages/argument-lines.ts';
import { definitionLines } from './pages/definitions.ts';

export const modules = defineCommand(declaration, async (_options, io, name, argument) => {
  const lines =
    name === undefined
      ? definitionLines(
          MODULES.map((module) => [module.name, module.summary]),
          io.width,
        )
      : explained(moduleOf(name), argument, io.width);
  io.out(`${lines.join('\n')}\n`);
  return 0;
});

function moduleOf(name: string): AnyModule {
  const module = MODULES.find((one) => one.name === name);
  if (module) return module;
  const isKeyword = Object.hasOwn(taskKeywords.shape, name);
  const { hint = 'Without a name, all modules are listed.' } = didYouMean(
    name,
    MODULES.map((one) => one.name),
  );
  const advice = isKeyword ? `It is a key of tasks: virtfleet keywords ${name}.` : hint;
  throw new UsageError(`there is no module ${name}. ${advice}`);
}

function explained(module: AnyModule, argument: string | undefined, width: number): string[] {
  const { name, summary, description = '', example, args, aliases = {} } = module;
  const schema = inputSchema(args);
  if (argument !== undefined) {
    const written = Object.hasOwn(aliases, argument) ? (aliases[argument] ?? argument) : argument;
    return [`${name}, argument ${written}:`, ...argumentLines(onlyAt(schema, written), width)];
  }
  const others = Object.entries(aliases).map(
    ([alias, meant]) => [`  ${alias}`, `Another name of ${meant}`] as const,
  );
  return [
    ...wrapped(`${name}: ${summary}`, width),
    ...(description ? ['', ...wrapped(description.replaceAll('\n', ' '), width)] : []),
    '',
    'Arguments:',
    ...(Object.keys((schema as { properties?: object }).properties ?? {}).length > 0
      ? argumentLines(schema, width)
      : ['  none']),
    ...definitionLines(others, width),
    '',
    'Example:',
    ...example.split('\n').map((line) => `  ${line}`),
  ];
}
