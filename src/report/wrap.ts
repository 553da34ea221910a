import { columns } from './printable.ts';

/**
 * A line broken between words so that each part fits into `width` columns; all parts keep the indentation of the line
 * behind `indent`. A word that is too long is left whole.
 */
export function wrapped(line: string, width: number, indent = ''): string[] {
  const text = line.trimStart();
  const lead = indent + line.slice(0, line.length - text.length);
  const room = width - columns(lead);
  const [first = '', ...words] = text.split(' ');
  const parts = [first];
  for (const word of words) {
    const longer = `${parts.at(-1)} ${word}`;
    if (columns(longer) > room) parts.push(word);
    else parts[parts.length - 1] = longer;
  }
  return parts.map((part) => lead + part);
}
