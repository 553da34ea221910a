/**
 * Why a text cannot be the name of a host or group, or undefined when it can.
 * Names are passed to ssh as arguments and to the terminal as text. A blank or a quote is harmless there.
 */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'It is empty.';
  if (name.startsWith('-')) return 'It begins with a dash, so programs would read it as an option.';
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(name))
    return 'It contains a character that a terminal cannot show.';
  if (name.length > 255) return 'It is longer than 255 characters.';
  return undefined;
}
