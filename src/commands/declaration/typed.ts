import { quote } from '../../plan/quote.ts';
import type { Declaration } from './declaration.ts';
import type { Option, Options, Values } from './option.ts';

/** The words behind `virtfleet` that call a command with these values: what is as it would be anyway is not typed. */
export function typedWords<const O extends Options>(
  { name, options }: Declaration<O>,
  positional: readonly string[],
  values: Partial<Values<O>>,
): string[] {
  const words = Object.entries<Option<unknown>>(options).flatMap(([key, { flags, initial, typed }]) => {
    const [flag = ''] = flags.split(/[ ,]/);
    return typed(values[key] ?? initial).flatMap((one) => [flag, ...one]);
  });
  return [name, ...positional, ...words];
}

/** Those words as a line to copy. */
export function typedLine(words: readonly string[]): string {
  return quote(['virtfleet', ...words]);
}
