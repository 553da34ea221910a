import { printable } from '../../report/printable.ts';
import { wrapped } from '../../report/wrap.ts';

/** Names with their meanings, one below the other. A long meaning continues below itself. */
export function definitionLines(all: readonly (readonly [string, string])[], width: number): string[] {
  const widest = Math.max(0, ...all.map(([name]) => name.length));
  return all.flatMap(([name, meaning]) => {
    const [first = '', ...rest] = wrapped(printable(meaning), Math.max(20, width - widest - 2));
    return [`${name.padEnd(widest)}  ${first}`, ...rest.map((line) => `${' '.repeat(widest + 2)}${line}`)];
  });
}
