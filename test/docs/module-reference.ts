import { inputSchema, shownArguments } from '../../src/commands/pages/argument-lines.ts';
import { MODULES } from '../../src/modules/index.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { capital, cell, escaped, sentence, table } from './markdown.ts';

/** docs/modules.md, from the schemas of the modules. */
export function moduleReference(): string {
  return [
    '# Modules',
    '',
    'This page is generated from the schemas of the modules. Do not edit it. `npm run reference` writes it again. `virtfleet modules NAME` prints the same in a terminal.',
    '',
    'The keys that every task can have (`when`, `loop`, `guard`, …) are explained by `virtfleet keywords`.',
    '',
    ...table(
      ['module', 'summary'],
      MODULES.map(({ name, summary }) => [`[\`${name}\`](#${name})`, cell(summary)]),
    ),
    ...MODULES.flatMap(section),
  ].join('\n');
}

function section({ name, summary, description, example, args, aliases = {} }: AnyModule): string[] {
  const shown = shownArguments(inputSchema(args)).map(({ path, kind, required, initial, description }) => [
    `\`${path.join('.')}\``,
    cell(kind),
    [
      required ? 'Required.' : '',
      sentence(capital(cell(description ?? ''))),
      initial === undefined ? '' : `Default \`${initial}\`.`,
    ]
      .filter(Boolean)
      .join(' '),
  ]);
  const others = Object.entries(aliases).map(([alias, meant]) => [
    `\`${alias}\``,
    '',
    `Another name of \`${meant}\`.`,
  ]);
  return [
    `## ${name}`,
    '',
    sentence(cell(summary)),
    '',
    ...(description ? [escaped(description), ''] : []),
    '```yaml',
    ...example.split('\n').map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    '```',
    '',
    ...table(['argument', 'type', 'meaning'], [...shown, ...others]),
  ];
}
