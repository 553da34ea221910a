import { ValueFault } from './value.ts';

/** Longest text or list that an expression makes. */
export const LONGEST = 1_000_000;

/** A text that is not too long. */
export function bounded(text: string): string {
  if (text.length > LONGEST) throw tooLong();
  return text;
}

/** A list that is not too long. */
export function boundedList<T>(list: T[]): T[] {
  if (list.length > LONGEST) throw tooLong();
  return list;
}

/** For whatever would be longer. */
export function tooLong(): ValueFault {
  return new ValueFault(`the result would be longer than ${LONGEST}`);
}
