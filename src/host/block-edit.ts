/** Lines between two marks. */
export interface BlockEdit {
  /** The lines that begin and end the block. */
  marks: readonly [begin: string, end: string];
  /** Without the marks; empty takes the block away. */
  lines: readonly string[];
  /** Where a new block goes; the end of the file when that is nowhere. */
  insert: { where: 'after' | 'before'; anchor: 'BOF' | 'EOF' | RegExp };
}

/** The text with the block. Source: `blockinfile` of Ansible 2.14. */
export function editBlock(text: string, { marks, lines: block, insert }: BlockEdit): string {
  const [begin, end] = marks;
  const lines = text.replace(/\n$/, '').split('\n');
  if (text === '') lines.pop();
  const whole = block.length > 0 ? [begin, ...block, end] : [];
  const [from, to] = [lines.lastIndexOf(begin), lines.lastIndexOf(end)];
  const next =
    from < 0 || to < 0
      ? lines.toSpliced(placeFor(lines, insert), 0, ...whole)
      : lines.toSpliced(Math.min(from, to), Math.abs(to - from) + 1, ...whole);
  if (next.length === lines.length && next.every((line, index) => line === lines[index])) return text;
  return next.map((line) => `${line}\n`).join('');
}

function placeFor(lines: readonly string[], { where, anchor }: BlockEdit['insert']): number {
  if (anchor === 'BOF') return 0;
  const at = anchor === 'EOF' ? -1 : lines.findLastIndex((line) => line.search(anchor) >= 0);
  if (at < 0) return lines.length;
  return where === 'after' ? at + 1 : at;
}
