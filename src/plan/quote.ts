/**
 * Turns an argv into text that a POSIX shell reads back as exactly these words. The only place that quotes.
 * A word that could be read as an option stays one: only the program knows what its options are.
 */
export function quote(argv: readonly string[]): string {
  return argv.map(quoteWord).join(' ');
}

/** One word as `shlex.quote` of Python writes it, which Ansible's `quote` uses: the same to a shell. */
export function shellWord(word: string): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(word);
  return isPlain ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/;

function quoteWord(word: string): string {
  if (word.includes('\0')) throw new TypeError('A NUL cannot be part of a shell word');
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
