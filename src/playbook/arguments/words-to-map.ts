import { shellWords } from './shell-words.ts';

/** The map that a bare text of arguments stands for: `name=x tasks_from=y`; a word without a name is `main`. */
export function wordsToMap(text: string, main: string): Record<string, string> {
  if (!/(^|\s)\w+=/.test(text)) return { [main]: text.trim() };
  const pairs = shellWords(text).map(({ text: word }): [string, string] => {
    const [, name = main, value = word] = /^(\w+)=(.*)$/s.exec(word) ?? [];
    return [name, value];
  });
  return Object.fromEntries(pairs);
}
