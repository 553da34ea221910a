import { CommanderError, Command as Parser, Option as ParserOption } from 'commander';
import { hiddenTexts } from '../hidden-texts.ts';
import { ProblemError } from '../problem.ts';
import { printable } from '../report/printable.ts';
import { formatProblems } from '../report/problems.ts';
import { type Command, INTERRUPTED, type Io, NothingToDo } from './command.ts';
import { alternatives, type Option, UsageError } from './declaration/option.ts';

/**
 * Parses the words after a command's name and runs the command. Mistakes of the user are printed; the exit code is
 * then 1. It is 130 if Ctrl-C ended the command before it began.
 */
export async function runCommand(command: Command, words: readonly string[], world: Io): Promise<number> {
  const io = hiding(world);
  const parser = parserOf(command, io);
  const chosen = () =>
    Object.fromEntries(
      Object.entries(command.options).map(([name, option]) => [name, chosenValue(parser, option)]),
    );
  try {
    parser.parse([...words], { from: 'user' });
    return await command.run(chosen(), io, ...parser.args);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (io.signal.aborted && error === io.signal.reason) {
      io.err('Interrupted: no host was contacted.\n');
      return INTERRUPTED;
    }
    if (error instanceof NothingToDo) {
      io.err(`${printable(error.message)}\n`);
      await command.nothing?.(chosen(), io);
      return 0;
    }
    if (error instanceof UsageError) io.err(`virtfleet ${command.name}: ${printable(error.message)}\n`);
    else if (error instanceof ProblemError) io.err(formatProblems(error.problems, io));
    else throw error;
    return 1;
  }
}

/** Nothing that is to be kept secret is printed, whoever prints. */
function hiding(io: Io): Io {
  return {
    ...io,
    out: (text) => io.out(hiddenTexts.conceal(text)),
    err: (text) => io.err(hiddenTexts.conceal(text)),
  };
}

function parserOf(command: Command, io: Io): Parser {
  const { name, summary, details, arguments: positional, options, examples } = command;
  const outputError = (text: string, write: (text: string) => void) => write(withWords(text, command));
  const parser = new Parser(`virtfleet ${name}`)
    .description([`${summary}.`, details].filter(Boolean).join(' '))
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError })
    .configureHelp({ helpWidth: io.width })
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
  if (positional) parser.arguments(positional);
  for (const option of Object.values<Option<unknown>>(options)) {
    const parsed = new ParserOption(option.flags, option.help)
      .hideHelp(option.isHidden)
      .argParser((text: string, before: unknown = option.initial) => option.read(text, before));
    parser.addOption(parsed);
  }
  return parser;
}

/** What commander says of a word that is missing, with what it may be. */
function withWords(text: string, { offer, examples: [example = ''] }: Command): string {
  const known = Array.isArray(offer) ? `: ${alternatives(offer)}` : '';
  return text.replace(/(?<=^error: missing required argument '[^']+')$/m, `${known}, as in ${example}`);
}

/** Commander names a value after its long flag: `--skip-tags` is `skipTags`. */
function chosenValue(parser: Parser, option: Option<unknown>): unknown {
  const known = parser.options.find(({ flags }) => flags === option.flags);
  return (known && parser.getOptionValue(known.attributeName())) ?? option.initial;
}
