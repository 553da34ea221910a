import type { Local } from '../transport/ssh/ssh-settings.ts';

/** What a command may use of the world around it. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal, for progress. */
  isTerminal: boolean;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Asks on the terminal without echo; undefined when no answer is given. */
  askPassword(prompt: string): Promise<string | undefined>;
  /** The folder with Virtfleet's own `templates/`. */
  home: string;
  /** The version of Virtfleet. */
  version: string;
  /** `name@machine` of the operator. */
  owner: string;
  /** Where `~` and the settings of ssh lead. */
  local: Local;
}

/** One option: how it is written (commander's notation), and how its text becomes a value. */
export interface Option<T> {
  flags: string;
  help: string;
  initial: T;
  /** `before` is the value so far, for options that may be repeated. */
  read(text: string, before: T): T;
}

/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130;

type Options = Readonly<Record<string, Option<unknown>>>;
type Values<O> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** A verb of the command line, as data. */
export interface Command<O = Options> {
  name: string;
  summary: string;
  /** Positional arguments in commander's notation: `<playbook...>`, `[pattern]`. */
  arguments?: string;
  options: O;
  /** Lines to type. */
  examples: readonly string[];
  /** Resolves to the exit code; throws ProblemError for what the user wrote. */
  run(options: Values<O>, io: Io, ...words: string[]): Promise<number>;
}

/** Infers the types of a command's options. */
export function defineCommand<const O>(command: Command<O>): Command<O> {
  return command;
}

export function flag(flags: string, help: string): Option<boolean> {
  return { flags, help, initial: false, read: () => true };
}

export function text(flags: string, help: string): Option<string | undefined> {
  return { flags, help, initial: undefined, read: (value) => value };
}

/** An option that may be repeated. */
export function list(flags: string, help: string): Option<readonly string[]> {
  return { flags, help, initial: [], read: (value, before) => [...before, value] };
}

/** An option that may be repeated and whose values may be joined with commas, such as tags. */
export function words(flags: string, help: string): Option<readonly string[]> {
  return {
    flags,
    help,
    initial: [],
    read: (value, before) => [...before, ...value.split(',').filter(Boolean)],
  };
}

export function count(flags: string, help: string, initial: number): Option<number> {
  return { flags, help: `${help} (default ${initial})`, initial, read: (value) => positive(flags, value) };
}

function positive(flags: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new UsageError(`${flags} wants a number above 0, not "${value}".`);
  return Number(value);
}

/** Words on the command line that cannot be meant. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** One of a few words; the first is the default. */
export function oneOf<const W extends string>(
  flags: string,
  help: string,
  choices: readonly [W, ...W[]],
): Option<W> {
  const [initial] = choices;
  return {
    flags,
    help: `${help} (default ${initial})`,
    initial,
    read(value) {
      const chosen = choices.find((choice) => choice === value);
      if (chosen === undefined)
        throw new UsageError(`${flags} wants ${choices.join(' or ')}, not "${value}".`);
      return chosen;
    },
  };
}
