/** A desired line of a text. Patterns are searched in each line. */
export type LineEdit =
  | { state: 'absent'; find: Finder }
  | {
      state: 'present';
      line: string;
      /** The lines that `line` replaces: the last of them, or the first. */
      find?: Finder | undefined;
      /** Whether `\1` in `line` stands for what `find` matched; then nothing is added where it does not match. */
      backrefs: boolean;
      /** Where the line goes when there is nothing to replace; the end when that is nowhere. */
      insert: { where: 'after' | 'before'; anchor: 'BOF' | 'EOF' | RegExp };
      firstmatch: boolean;
    };

/** Finds what it looks for in a line. */
export type Finder = (line: string) => readonly string[] | null;

/** The text with the desired line. */
export function editLine(text: string, edit: LineEdit): string {
  const lines = text.replace(/\n$/, '').split('\n');
  if (text === '') lines.pop();
  const next = edit.state === 'absent' ? lines.filter((line) => !edit.find(line)) : withLine(lines, edit);
  if (next.length === lines.length && next.every((line, index) => line === lines[index])) return text;
  return next.map((line) => `${line}\n`).join('');
}

function withLine(lines: readonly string[], edit: LineEdit & { state: 'present' }): readonly string[] {
  const { line, find, backrefs, firstmatch } = edit;
  const at = find ? indexOf(lines, (one) => find(one) !== null, firstmatch) : -1;
  if (at >= 0) {
    const groups = find?.(lines[at] ?? '') ?? [];
    return lines.with(
      at,
      backrefs ? line.replaceAll(/\\(\d)/g, (_, digit) => groups[Number(digit)] ?? '') : line,
    );
  }
  if (backrefs || lines.includes(line)) return lines;
  return lines.toSpliced(placeFor(lines, edit), 0, line);
}

function placeFor(lines: readonly string[], { insert, firstmatch }: LineEdit & { state: 'present' }): number {
  const { where, anchor } = insert;
  if (anchor === 'BOF') return 0;
  const at = anchor === 'EOF' ? -1 : indexOf(lines, (line) => line.search(anchor) >= 0, firstmatch);
  if (at < 0) return lines.length;
  return where === 'after' ? at + 1 : at;
}

function indexOf(lines: readonly string[], holds: (line: string) => boolean, first: boolean): number {
  return first ? lines.findIndex(holds) : lines.findLastIndex(holds);
}
