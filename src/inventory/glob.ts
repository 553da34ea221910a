/**
 * The regular expression of a glob: `*`, `?`, `[abc]`, `[!abc]`. It cannot fail, and matches in linear
 * time except for the number of asterisks.
 * Source: Python's fnmatch, which Ansible uses; letter case counts.
 */
export function globExpression(glob: string): RegExp {
  const parts = glob.match(/\*+|\?|\[!?\]?[^\]]*\]|[\s\S]/g) ?? [];
  return new RegExp(`^${parts.map(expressionOf).join('')}$`, 's');
}

function expressionOf(part: string): string {
  if (part.startsWith('*')) return '.*';
  if (part === '?') return '.';
  if (part.length > 1) return set(part.slice(1, -1));
  return part.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

function set(characters: string): string {
  const isNegated = characters.startsWith('!');
  const list = (isNegated ? characters.slice(1) : characters).replace(/[\\\]^[]/g, '\\$&');
  // A range that runs backwards matches nothing.
  return isBackwards(list) ? '(?!)' : `[${isNegated ? '^' : ''}${list}]`;
}

function isBackwards(list: string): boolean {
  return [...list.matchAll(/(.)-(.)/gs)].some(([, from = '', to = '']) => from > to);
}
