import type { Value } from '../adopt/value.ts';
import type { Spot } from './source.ts';

/** What a description may use of the variables of its host. */
export interface Scope {
  /** Whether the task is of this host alone; what others have of it must stay. */
  isOwn: boolean;
  /** Where the value of a variable is written; absent for one that no file of YAML has. */
  variable(name: string): { spot?: Spot; isOwn: boolean } | undefined;
  /** Gives the host a value of its own. */
  override(name: string, value: Value): void;
  /** Gives all hosts of the task a value, as it is written behind a key at the margin, unless they have one of their own. */
  share(name: string, text: string): void;
  /** A name for the value that these keys lead to, which nobody has. */
  name(path: readonly string[]): string;
  /** Whether what the task does not write there is taken, too; `path` is that of an element or attribute. */
  takes(path: string): boolean;
  /** Whether nobody may see what a task has there: what the host has in its place then is a secret, too. */
  isSecret(value: unknown): boolean;
  /** What cannot be accepted, and what is to be done by hand. */
  refuse(reason: string): void;
}
