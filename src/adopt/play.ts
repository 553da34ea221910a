import type { Expression, Value, Values } from './value.ts';

/** A project as it is to be written. */
export interface Project {
  plays: readonly AdoptedPlay[];
  /** By the name of the group. */
  groupVars: ReadonlyMap<string, readonly AdoptedVariable[]>;
  /** By the name of the host. */
  hostVars: ReadonlyMap<string, readonly AdoptedVariable[]>;
}

export interface AdoptedPlay {
  name: string;
  hosts: string | readonly string[];
  tasks: readonly AdoptedTask[];
  /** What tasks notify. */
  handlers?: readonly AdoptedTask[];
}

export interface AdoptedTask {
  name: string;
  module: string;
  args: Values;
  /** What it is done for, one after the other. */
  loop?: Expression | readonly Values[];
  /** The handler that it notifies. */
  notify?: string;
}

export interface AdoptedVariable {
  /** What it is of: `Network lab`. */
  of: string;
  name: string;
  value: Value;
  /** Who has another value, or which value the others have. */
  comment?: string;
}
