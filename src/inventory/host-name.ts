/**
 * Why a text cannot be the name of a host or group, or undefined when it can.
 * Names reach ssh as arguments and the terminal as text; a blank or a quote is harmless there.
 */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'It is empty.';
  if (name.startsWith('-')) return 'It begins with a dash, and programs would take it for an option.';
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(name))
    return 'It holds a character that no terminal can show.';
  if (name.length > 255) return 'It is longer than 255 characters.';
  return undefined;
}
