import { extraVars } from './extra-vars.ts';

/**
 * The values of `-e` as a command may show them that is printed: what is in a file is named, any other value is left to
 * be filled in, because it may be a secret.
 */
export function withoutValues(words: readonly string[]): string[] {
  return words.flatMap((word) =>
    word.startsWith('@') ? [word] : Object.keys(extraVars([word])).map((name) => `${name}=…`),
  );
}
