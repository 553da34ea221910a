import type { Declaration } from '../declaration/declaration.ts';
import { flag, type Offer, shownOptions } from '../declaration/option.ts';

/** Words to offer, or the files of the folder. */
export type Offered = readonly string[] | 'files';

/** An option as completion sees it. */
export interface CompletedOption {
  /** `['-i', '--inventory']`. */
  flags: readonly string[];
  help: string;
  /** The name of its value, such as `source`; undefined for an option without one. */
  value: string | undefined;
  offered: Offered;
}

/** A command as completion sees it. */
export interface CompletedCommand {
  name: string;
  summary: string;
  /** The name of its positional arguments, such as `playbook`; undefined for a command without any. */
  argument: string | undefined;
  offered: Offered;
  options: readonly CompletedOption[];
}

/** What a shell needs to know of a command. `wordsOf` turns a kind of names into those names. */
export function completed(declaration: Declaration, wordsOf: (offer: Offer) => Offered): CompletedCommand {
  const { name, summary, arguments: positional = '', offer = [], options } = declaration;
  return {
    name,
    summary,
    argument: /[<[]([\w/]+)/.exec(positional)?.[1],
    offered: wordsOf(offer),
    options: [...shownOptions(options), HELP].map((option) => ({
      flags: option.flags.match(/(?<![\w-])--?[\w-]+/g) ?? [],
      help: option.help,
      value: /<([\w-]+)>/.exec(option.flags)?.[1],
      offered: wordsOf(option.offer ?? []),
    })),
  };
}

/** Every command has it. */
const HELP = flag('-h, --help', 'explain this command');
