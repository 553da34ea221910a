import { isMap } from '../../values.ts';
import { Gathered } from './bounds.ts';

/** How lists and maps are written on one line. */
export interface Notation {
  comma: string;
  colon: string;
  /** The keys of a map in their order. */
  keys(map: Readonly<Record<string, unknown>>): readonly string[];
  key(name: string): string;
  /** What is neither a list nor a map. */
  scalar(value: unknown): string;
}

/** A value as text. Throws ValueFault for one that would be too long, before it is made. */
export function noted(value: unknown, notation: Notation): string {
  const gathered = new Gathered();
  const add = (part: unknown): void => {
    if (Array.isArray(part)) {
      gathered.add('[');
      gathered.each(part, notation.comma, add);
      gathered.add(']');
    } else if (isMap(part)) {
      gathered.add('{');
      gathered.each(notation.keys(part), notation.comma, (key) => {
        gathered.add(notation.key(key) + notation.colon);
        add(part[key]);
      });
      gathered.add('}');
    } else gathered.add(notation.scalar(part));
  };
  add(value);
  return gathered.text;
}
