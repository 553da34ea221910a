/** A value of the model in a few words, for a line that says `before → after`. */
export function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join(', ');
  if (value === '') return '""';
  if (typeof value !== 'object' || value === null)
    return String(value)
      .replaceAll(/\s*\n\s*/g, ' ')
      .trim();
  return Object.entries(value)
    .map(([key, each]) => `${key} ${showValue(each)}`)
    .join(' ');
}
