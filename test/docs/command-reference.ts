import type { Declaration } from '../../src/commands/declaration/declaration.ts';
import { DECLARATIONS } from '../../src/commands/declaration/index.ts';
import { shownOptions } from '../../src/commands/declaration/option.ts';
import { capital, cell, sentence, table } from './markdown.ts';

/** docs/command-line.md, from the declarations of the commands. */
export function commandReference(): string {
  return [
    '# Command line',
    '',
    'This page is generated from the declarations of the commands. Do not edit it. `npm run reference` writes it again. `virtfleet COMMAND --help` prints the same in a terminal.',
    '',
    ...table(
      ['command', 'summary'],
      DECLARATIONS.map(({ name, summary }) => [`[\`${name}\`](#${name})`, sentence(cell(summary))]),
    ),
    'Results go to stdout. Progress, warnings and errors go to stderr. [Exit codes and JSON](exit-codes-and-json.md) explains what scripts can rely on.',
    '',
    ...DECLARATIONS.flatMap(section),
  ].join('\n');
}

function section({ name, summary, details, arguments: words, options, examples }: Declaration): string[] {
  const usage = ['virtfleet', name, '[options]', words].filter(Boolean).join(' ');
  const rows = shownOptions(options).map(({ flags, help }) => [
    `\`${flags}\``,
    sentence(capital(cell(help))),
  ]);
  return [
    `## ${name}`,
    '',
    `${[sentence(summary), details].filter(Boolean).join(' ')} Usage: \`${usage}\``,
    '',
    '```sh',
    ...examples,
    '```',
    '',
    ...table(['option', 'meaning'], rows),
  ];
}
