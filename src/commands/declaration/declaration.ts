import type { Offer, Options } from './option.ts';

/**
 * A command as data. Its help, its line of the overview, its shell completion and the types of its options come from
 * here. What it does is a `Command`, which is loaded when it is called.
 */
export interface Declaration<O = Options> {
  name: string;
  /** One line of the overview, at most 66 characters. */
  summary: string;
  /** More sentences for the command's own help. */
  details?: string;
  /** Positional arguments in commander's notation: `<playbook...>`, `[pattern]`. */
  arguments?: string;
  /** What completion offers as a positional argument; nothing when absent. */
  offer?: Offer;
  options: O;
  /** Lines to type. */
  examples: readonly string[];
}

/** Infers the types of a command's options. */
export function declare<const O>(declaration: Declaration<O>): Declaration<O> {
  return declaration;
}
