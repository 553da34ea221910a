/**
 * A spot of a template where something can go wrong with a value: a name that is looked up, a function that is
 * called, a list that is walked, a value that is written.
 */
export interface Site {
  start: number;
  end: number;
  /** As written in the template. */
  name: string;
  /** For a name: the keys that lead to the value; otherwise empty. */
  keys: readonly string[];
  /** For a name: what of it may be missing. */
  missing: 'nothing' | 'last' | 'all';
  /** For a name: whether it is surely a variable, not a key of a list's item. */
  isVariable: boolean;
  /** For a written value: where it stands, in the words of its kind of output. */
  spot: string;
}

/** What a rewritten template calls. No author can call or shadow these: a name in a template holds no blank. */
export const LOOK = 'value of';
export const WALK = 'list of';
export const CALL = 'result of';
export const SHOW = 'text of';
