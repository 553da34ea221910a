/** `10.0.0.10-10.0.0.99` and `2000-3000` are short for a start and an end. */
export function splitRange(input: unknown): unknown {
  const [, start = '', end = ''] =
    (typeof input === 'string' && /^\s*([^\s-]+)\s*-\s*([^\s-]+)\s*$/.exec(input)) || [];
  if (start === '') return input;
  const value = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);
  return { start: value(start), end: value(end) };
}
