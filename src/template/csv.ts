/** The cells of each line; quotes hold separators and line breaks, and two of them are one. */
export function csvRows(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)")|([\s\S])/g;
  let current = '';
  const end = () => {
    rows.at(-1)?.push(current);
    current = '';
  };
  for (const [, quoted, character] of text.replaceAll('\r\n', '\n').matchAll(cell)) {
    if (quoted !== undefined) current += quoted.replaceAll('""', '"');
    else if (character === separator) end();
    else if (character === '\n') {
      end();
      rows.push([]);
    } else current += character;
  }
  end();
  return rows;
}
