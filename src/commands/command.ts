import type { Local } from '../transport/ssh/ssh-settings.ts';
import type { Declaration } from './declaration/declaration.ts';
import type { Options, Values } from './declaration/option.ts';

/** What a command may use of the world around it. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** The terminal that stderr is, with its size of the moment; undefined where nothing can be drawn over. */
  terminal: { readonly columns: number; readonly rows: number } | undefined;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Aborted by another one. */
  cut: AbortSignal;
  /** Whether somebody can be asked: what is read comes from a terminal. */
  canAsk: boolean;
  /** Asks on the terminal; undefined if no answer is given, `until` it aborts where that is given. */
  ask(prompt: string, until?: AbortSignal): Promise<string | undefined>;
  /** The same without echo. */
  askPassword(prompt: string): Promise<string | undefined>;
  /** The folder that contains the shipped `templates/`. */
  home: string;
  /** The version of Virtfleet. */
  version: string;
  /** The version of Node. */
  node: string;
  /** `name@machine` of the operator. */
  owner: string;
  /** The operator's user and home folder, for `~` and the settings of ssh. */
  local: Local;
  /** Where it was started, and as which process. */
  folder: string;
  pid: number;
  /** Whether a process of this machine has this id. */
  isTaken(pid: number): boolean;
  /** The words that start Virtfleet, wherever it is started from. */
  program: readonly string[];
}

/** There is nothing that a command could do, which is no mistake; the message says why. */
export class NothingToDo extends Error {
  override name = 'NothingToDo';
}

/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130;

/** A command that can be run. */
export interface Command<O = Options> extends Declaration<O> {
  /** Resolves to the exit code. Throws ProblemError or UsageError for the user's mistakes. */
  run(options: Values<O>, io: Io, ...words: string[]): Promise<number>;
  /** Reports to programs that there was nothing to do; to people the message says it. */
  nothing?(options: Values<O>, io: Io): Promise<void>;
}

/** A command from its declaration and what it does. */
export function defineCommand<O>(
  declaration: Declaration<O>,
  run: Command<O>['run'],
  nothing?: Command<O>['nothing'],
): Command<O> {
  return { ...declaration, run, ...(nothing && { nothing }) };
}

/** The machine on which a command runs, as the history has it. */
export function machineOf({ owner }: Pick<Io, 'owner'>): string {
  return owner.slice(owner.lastIndexOf('@') + 1);
}
