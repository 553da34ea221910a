import type { Node } from '../expression/syntax/syntax.ts';
import type { Span } from '../fault.ts';

/** An expression of a template: its text, where that begins in the template, and what was parsed of it. */
export interface Part {
  text: string;
  start: number;
  node: Node;
}

/** What `for` and `set` bind: one name, several that a list is spread over, or the key of a `namespace`. */
export interface Target {
  names: readonly string[];
  key?: string;
}

/** A parameter of a macro. */
export interface Parameter {
  name: string;
  otherwise?: Part;
}

export type Body = readonly Statement[];

/** A template as a tree (https://jinja.palletsprojects.com/templates/#list-of-control-structures). */
export type Statement = Span &
  (
    | { kind: 'text'; text: string }
    | { kind: 'print' | 'do'; value: Part }
    | { kind: 'if'; branches: readonly { condition: Part; body: Body }[]; otherwise: Body }
    | { kind: 'for'; target: Target; of: Part; condition?: Part; body: Body; otherwise: Body }
    | { kind: 'set'; target: Target; value: Part }
    /** `{% set x %}…{% endset %}`, `{% filter f %}`: the filter reads FILTERED. */
    | { kind: 'capture'; name?: string; filter?: Part; body: Body }
    | { kind: 'with'; values: readonly Parameter[]; body: Body }
    | { kind: 'macro'; name: string; parameters: readonly Parameter[]; body: Body }
    | { kind: 'call'; parameters: readonly Parameter[]; call: Part; body: Body }
    | { kind: 'include'; files: readonly string[]; mayMiss: boolean; seesAll: boolean }
    | {
        kind: 'import';
        file: string;
        as?: string;
        items: readonly [name: string, as: string][];
        seesAll: boolean;
      }
  );

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** The name of the text that a filter of a block works on. */
export const FILTERED = '_filtered';

/** One file, or a text of a playbook. */
export interface Unit {
  /** Undefined for a text of a playbook, whose places others know. */
  file?: string;
  text: string;
  body: Body;
}
