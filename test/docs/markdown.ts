/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** Text for a cell: one line in which nothing is markup. */
export function cell(text: string): string {
  return escaped(text).replaceAll('\n', ' ');
}

/** Text in which no character is markup by accident. */
export function escaped(text: string): string {
  return text.replaceAll(/[|<*]/g, '\\$&');
}

/** Ends a text with a full stop. */
export function sentence(text: string): string {
  return text === '' || /[.:!?]$/.test(text) ? text : `${text}.`;
}

/** With a capital letter at the start. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
