export interface Flags {
  ignorecase?: boolean | undefined;
  multiline?: boolean | undefined;
  dotall?: boolean | undefined;
}

/** What Python's classes of these names hold: those of all scripts. */
export const MEMBERS = {
  w: /[\p{L}\p{N}_]/u,
  d: /\p{Nd}/u,
  s: /[^\S\ufeff]|[\x1c-\x1f\x85]/,
};

/** Asks the engine of JavaScript, once for each character. */
export function characterTest(token: string, { ignorecase, dotall }: Flags): (code: number) => boolean {
  if (token.length === 1 && token !== '.' && !ignorecase) {
    const own = token.charCodeAt(0);
    return (code) => code === own;
  }
  const native = (written: string) =>
    new RegExp(`^${written === '.' && !dotall ? '[^\\n]' : written}$`, ignorecase ? 'is' : 's');
  const ascii = native(token);
  const known: (boolean | undefined)[] = [];
  return (code) => {
    const character = String.fromCharCode(code);
    const isAscii = code >= 32 && code < 128;
    const found = known[code] ?? (isAscii ? ascii : native(among(token, character))).test(character);
    known[code] = found;
    return found;
  };
}

/** A token with the character itself in place of each class of Python that it is in, and nothing for the others. */
function among(token: string, character: string): string {
  return token.replaceAll(/\\([\s\S])/g, (whole, name: string) => {
    const sort = name.toLowerCase();
    const members = Object.hasOwn(MEMBERS, sort) ? MEMBERS[sort as keyof typeof MEMBERS] : undefined;
    if (!members) return whole;
    return members.test(character) === (name === name.toLowerCase()) ? character : '';
  });
}
