import { splitPattern } from './split-pattern.ts';

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

/**
 * The same for a host. A pattern names hosts: one that means something else there, such as `!hv01`, would have others
 * contacted in its place.
 */
export function hostNameFault(name: string): string | undefined {
  const fault = nameFault(name);
  if (fault !== undefined) return fault;
  if (/^[!&@~]/.test(name))
    return `It begins with ${name[0]}, so a pattern such as --limit ${name} would mean other hosts.`;
  return name.includes(',') ? 'It has a comma, at which a pattern such as --limit is divided.' : undefined;
}

/** Whether a pattern of the name alone means that host: what has a blank or a colon is divided. */
export function isPatternOfOne(name: string): boolean {
  const parts = splitPattern(name);
  return parts.length === 1 && parts[0] === name;
}
