/** A text as a database keeps it: PostgreSQL has no NUL in texts, and UTF-8 no half of a surrogate pair. */
export function text(of: string): string {
  return of.replaceAll('\0', '␀').replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
