import { columns } from './printable.ts';

/** A line broken between words so that each part fits into `width` columns behind `indent`. A long word is left whole. */
export function wrapped(line: string, width: number, indent = ''): string[] {
  const room = width - columns(indent);
  const parts: string[] = [];
  let part = '';
  for (const word of line.split(' ')) {
    const longer = part === '' ? word : `${part} ${word}`;
    if (part !== '' && columns(longer) > room) {
      parts.push(part);
      part = word;
    } else {
      part = longer;
    }
  }
  return [...parts, part].map((text) => indent + text);
}
