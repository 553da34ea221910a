import { quote } from '../../plan/quote.ts';
import type { CompletedCommand, CompletedOption, Offered } from './completed.ts';

/** A completion script for bash 4 and later. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = [...commands.map(({ name }) => name), 'help', '--help', '--version'];
  return `# bash completion for virtfleet; try it with: source <(virtfleet completion bash)
_virtfleet() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W ${quote([names.join(' ')])} -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
    help) words=${quote([commands.map(({ name }) => name).join(' ')])} ;;
${commands.map(commandCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _virtfleet virtfleet
`;
}

function commandCase({ name, options, offered }: CompletedCommand): string {
  const withValue = options.filter(({ value }) => value !== undefined);
  const flags = options.flatMap((option) => option.flags).join(' ');
  const values =
    withValue.length === 0 ? [] : ['      case $before in', ...withValue.map(valueCase), '      esac'];
  return [
    `    ${name})`,
    ...values,
    '      case $word in',
    `        -*) words=${quote([flags])} ;;`,
    `        *) ${offer(offered)} ;;`,
    '      esac',
    '      ;;',
  ].join('\n');
}

function valueCase({ flags, offered }: CompletedOption): string {
  const reply = offered === 'files' ? '' : ' COMPREPLY=($(compgen -W "$words" -- "$word"));';
  return `        ${flags.join('|')}) ${offer(offered)};${reply} return ;;`;
}

/** bash itself completes files best: it knows folders and blanks. */
function offer(offered: Offered): string {
  return offered === 'files' ? 'compopt -o default' : `words=${quote([offered.join(' ')])}`;
}
