import type { Span } from '../fault.ts';
import type { Rest } from './part.ts';
import type { Body, Statement } from './tree.ts';

/** A `{% word rest %}`. */
export interface StatementTag extends Span {
  word: string;
  rest: Rest;
}

/** What a statement needs to read what belongs to it. */
export interface Reader {
  /** The statements up to one of these words, and the tag that has it. Throws FaultError. */
  until(opened: StatementTag, ...words: string[]): { body: Body; closing: StatementTag };
}

/** Reads one statement, from its tag on. Throws FaultError. */
export type ReadStatement = (tag: StatementTag, reader: Reader) => Statement;
