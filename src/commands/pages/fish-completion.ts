import type { CompletedCommand, CompletedOption, Offered } from './completed.ts';

/** A completion script for fish 3 and later. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    '# fish completion for virtfleet',
    'complete -c virtfleet -f',
    'complete -c virtfleet -n __fish_use_subcommand -l version -d "print the version"',
    ...commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines({ name, summary, offered, options }: CompletedCommand): string[] {
  const within = `complete -c virtfleet -n '__fish_seen_subcommand_from ${name}'`;
  const words = offered === 'files' ? '-F' : wordsOf(offered);
  return [
    `complete -c virtfleet -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...options.map((option) => [within, ...optionWords(option)].join(' ')),
    ...(words === '' ? [] : [`${within} ${words}`]),
  ];
}

function optionWords({ flags, help, value, offered }: CompletedOption): string[] {
  const names = flags.map((flag) => flag.replace(/^-(?=[^-])/, '-s ').replace(/^--/, '-l '));
  const taken = value === undefined ? [] : offered === 'files' ? ['-r -F'] : ['-x', wordsOf(offered)];
  return [...names, ...taken.filter(Boolean), `-d ${quoted(help)}`];
}

function wordsOf(offered: Exclude<Offered, 'files'>): string {
  return offered.length > 0 ? `-a ${quoted(offered.join(' '))}` : '';
}

/** fish, "Quotes": only the quote and the backslash are special between single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
