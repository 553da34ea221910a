/** A value, or a place for one, that cannot be written safely. The message goes on from the value's name. */
export class Unsafe extends Error {}

/** Half of a character of UTF-16: it has no form in UTF-8 and would be lost on the way to the host. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Refuses what no text file can hold. */
export function refuseBroken(value: string): void {
  if (LONE_SURROGATE.test(value)) throw new Unsafe('holds half a character, which no file can hold');
  if (value.includes('\0')) throw new Unsafe('holds a NUL, at which the reading program would stop');
}

/** Numbers as every format reads them; what is not finite has no common form. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Unsafe('is not a finite number');
  return String(value);
}

/** The template's text without its tags: what a reader of the output meets. */
export function withoutTags(template: string, placeholder: string): string {
  return template.replace(/\{\{!--[\s\S]*?--\}\}|\{\{[#/^!>*~]*[\s\S]*?\}\}+/g, (tag) =>
    /^\{\{~?[#/^!>]|^\{\{~?\s*else\b/.test(tag) ? '' : placeholder,
  );
}
