import type { Declaration } from '../src/commands/declaration/declaration.ts';
import { type Option, shownOptions } from '../src/commands/declaration/option.ts';

/** What every page says of where it comes from. */
export interface PageHead {
  version: string;
  /** Seconds since 1970. */
  epoch: number;
}

/** The manual page of a command, from its declaration: man(7). */
export function commandPage(command: Declaration, head: PageHead): string {
  const { name, summary, details, arguments: words = '', options, examples } = command;
  return page(`virtfleet-${name}`, summary, head, [
    ...section('SYNOPSIS', [
      `.B ${escaped(`virtfleet ${name}`)}`,
      `[\\fIoptions\\fR] ${positional(words)}`.trim(),
    ]),
    ...section('DESCRIPTION', [paragraph([`${summary}.`, details].filter(Boolean).join(' '))]),
    ...section('OPTIONS', [
      ...shownOptions(options).flatMap(optionLines),
      ...['.TP', `${flags('-h, --help')}`, 'Explain this command.'],
    ]),
    ...section('EXAMPLES', ['.nf', ...examples.map((line) => escaped(line)), '.fi']),
    ...section('SEE ALSO', ['.BR virtfleet (1)']),
  ]);
}

/** What `virtfleet` is, with its commands and exit codes; `codes` has the rows code and meaning. */
export function mainPage(
  commands: readonly Declaration[],
  codes: readonly (readonly string[])[],
  head: PageHead,
): string {
  return page('virtfleet', 'playbook runner for the networks of hypervisor fleets', head, [
    ...section('SYNOPSIS', ['.B virtfleet', '\\fIcommand\\fR [\\fIoptions\\fR]']),
    ...section('DESCRIPTION', [
      paragraph(
        "Virtfleet applies, checks and audits the networks of hypervisor fleets. It reads Ansible's inventories and playbooks, works over SSH, and plans before it acts. Each command has a page of its own.",
      ),
    ]),
    ...section(
      'COMMANDS',
      commands.flatMap(({ name, summary }) => [
        '.TP',
        `.BR ${escaped(`virtfleet-${name}`)} (1)`,
        paragraph(`${summary}.`),
      ]),
    ),
    ...section(
      'EXIT STATUS',
      codes.flatMap(([code = '', meaning = '']) => ['.TP', `.B ${code}`, paragraph(meaning)]),
    ),
    ...section(
      'FILES',
      FILES.flatMap(([file, meaning]) => ['.TP', `.I ${escaped(file)}`, paragraph(meaning)]),
    ),
  ]);
}

const FILES = [
  ['~/.local/state/virtfleet/history.db', 'The history of runs, without --history.'],
  ['virtfleet.yaml', 'In the folder of a project: who may approve saved plans.'],
  ['schedule.yaml', 'In the folder of a project: the checks that run by themselves.'],
] as const;

function page(name: string, summary: string, { version, epoch }: PageHead, lines: readonly string[]): string {
  const date = new Date(epoch * 1000).toISOString().slice(0, 10);
  return [
    `.TH ${escaped(name.toUpperCase())} 1 ${date} "Virtfleet ${version}" "User Commands"`,
    ...section('NAME', [`${escaped(name)} \\- ${escaped(summary)}`]),
    ...lines,
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return [`.SH ${title}`, ...lines];
}

function optionLines({ flags: written, help }: Option<unknown>): string[] {
  const [first = '', ...rest] = help;
  return ['.TP', flags(written), paragraph(`${first.toUpperCase()}${rest.join('')}.`)];
}

/** `-i, --inventory <source>`, with what is typed in bold and what it stands for in italics. */
function flags(written: string): string {
  return escaped(written)
    .replaceAll(/(?<!\w)(\\-)+[\w]+((\\-)\w+)*/g, '\\fB$&\\fR')
    .replaceAll(/[<[]([^>\]]+)[>\]]/g, '\\fI$1\\fR');
}

/** `[playbook...]`, with the names in italics. */
function positional(written: string): string {
  return escaped(written).replaceAll(
    /<([^>]+)>|([\w/]+(?:\.{3})?)/g,
    (_, required?: string, optional?: string) => `\\fI${required ?? optional}\\fR`,
  );
}

const paragraph = escaped;

/** Text in which nothing is a request or an escape: man(7), groff_char(7). */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll(/^[.']/gm, '\\&$&');
}
