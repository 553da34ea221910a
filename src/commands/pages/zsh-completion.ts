import { quote } from '../../plan/quote.ts';
import type { CompletedCommand, CompletedOption, Offered } from './completed.ts';

/** A completion script for zsh: to be sourced, or a file `_virtfleet` in `$fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, summary }) => `    ${quote([`${name}:${summary}`])}`);
  return `#compdef virtfleet
compdef _virtfleet virtfleet

_virtfleet() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) _describe command commands ;;
${commands.map(commandCase).join('\n')}
  esac
}

# zsh calls the file itself when it loads it from $fpath.
if [ "$funcstack[1]" = "_virtfleet" ]; then _virtfleet "$@"; fi
`;
}

function commandCase({ name, options, argument, offered }: CompletedCommand): string {
  const positional = argument === undefined ? [] : [`*:${argument}:${action(offered)}`];
  const specs = [...options.flatMap(optionSpecs), ...positional];
  return `    ${name}) _arguments \\\n${specs.map((spec) => `      ${quote([spec])}`).join(' \\\n')} ;;`;
}

/** zshcompsys(1), `_arguments`: `*` lets an option come again. */
function optionSpecs({ flags, help, value, offered }: CompletedOption): string[] {
  const explained = help.replaceAll(/[\\[\]:]/g, '\\$&');
  const taken = value === undefined ? '' : `:${value}:${action(offered)}`;
  return flags.map((flag) => `*${flag}[${explained}]${taken}`);
}

function action(offered: Offered): string {
  if (offered === 'files') return '_files';
  return offered.length > 0 ? `(${offered.join(' ')})` : ' ';
}
