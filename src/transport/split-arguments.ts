/**
 * The words of `ansible_ssh_common_args` and `ansible_ssh_extra_args`, which a shell would read the same way:
 * quotes and backslashes, nothing is expanded. Undefined when a quote is not closed.
 */
export function splitArguments(text: string): string[] | undefined {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest) {
    const [raw] = WORD.exec(rest) ?? [];
    if (!raw) return undefined;
    words.push(raw.replaceAll(PART, unquote));
    const after = rest.slice(raw.length);
    if (after && !/^\s/.test(after)) return undefined;
    rest = after.trimStart();
  }
  return words;
}

const WORD = /^(?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+/s;
const PART = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs;

function unquote(_: string, single?: string, double?: string, escaped?: string): string {
  return single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '';
}
