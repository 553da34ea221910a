import { literalOf } from './literal.ts';
import type { ReadStatement, StatementTag } from './reader.ts';
import { unreadable } from './unreadable.ts';

const CONTEXT = /\s+with(out)?\s+context\s*$/;
const MISSING = /\s+ignore\s+missing\s*$/;

/** `{% include 'a.j2' ignore missing %}`, `{% import 'a.j2' as a %}`, `{% from 'a.j2' import b as c %}`. */
export const FILES: Readonly<Record<string, ReadStatement>> = {
  include: (tag) => {
    const { text, context } = withContext(tag);
    const files = [literalOf(text.replace(MISSING, ''))].flat();
    if (!files.every((file) => typeof file === 'string')) throw computed(tag);
    const { start, end } = tag;
    return { kind: 'include', files, mayMiss: MISSING.test(text), seesAll: context ?? true, start, end };
  },
  import: (tag) => {
    const { text, context } = withContext(tag);
    const [, written = '', as = ''] = /^([\s\S]+?)\s+as\s+([A-Za-z_]\w*)\s*$/.exec(text) ?? [];
    return {
      kind: 'import',
      file: fileOf(written, tag),
      as,
      items: [],
      seesAll: context ?? false,
      ...spanOf(tag),
    };
  },
  from: (tag) => {
    const { text, context } = withContext(tag);
    const [, written = '', names = ''] = /^([\s\S]+?)\s+import\s+([\s\S]+)$/.exec(text) ?? [];
    const items = names
      .split(',')
      .filter((each) => each.trim() !== '')
      .map((each): [string, string] => {
        const [, name, as = name] = /^\s*([A-Za-z_]\w*)(?:\s+as\s+([A-Za-z_]\w*))?\s*$/.exec(each) ?? [];
        if (name === undefined || as === undefined)
          throw unreadable(`\`${each.trim()}\` is no name to import.`, tag);
        return [name, as];
      });
    return { kind: 'import', file: fileOf(written, tag), items, seesAll: context ?? false, ...spanOf(tag) };
  },
};

function withContext({ rest }: StatementTag): { text: string; context: boolean | undefined } {
  const match = CONTEXT.exec(rest.text);
  const text = rest.text.replace(CONTEXT, '');
  return { text, context: match ? match[1] === undefined : undefined };
}

function fileOf(written: string, tag: StatementTag): string {
  const file = literalOf(written);
  if (typeof file === 'string') return file;
  throw computed(tag);
}

/** Which variables a template needs is known before it is rendered, and so are its files. */
function computed(tag: StatementTag) {
  return unreadable(
    `This \`${tag.word}\` does not name its file by a text.`,
    tag,
    `Write the name in quotes, such as {% ${EXAMPLES[tag.word] ?? ''} %}; choose between files with {% if %}.`,
  );
}

const EXAMPLES: Readonly<Record<string, string>> = {
  include: "include 'part.j2'",
  import: "import 'macros.j2' as macros",
  from: "from 'macros.j2' import name",
};

function spanOf({ start, end }: StatementTag): { start: number; end: number } {
  return { start, end };
}
