import { isMap, type YAMLError } from 'yaml';
import type { Place, Problem } from '../problem.ts';

/** What the parser found; `line` is the text of the line it found it on. */
export function syntaxProblem(error: YAMLError, place: Place): Problem {
  if (error.code === 'TAG_RESOLVE_FAILED') return unknownTag(error.message, place);
  if (isUnclosedQuote(error)) return unclosedQuote(error, place);
  const line = place.source?.split('\n')[place.line - 1] ?? '';
  const brace = UNQUOTED.exec(line)?.index;
  if (brace !== undefined) return unquoted({ ...place, column: brace + 1, length: 2 });
  return unreadable(`${error.message.replace(/\.?$/, '')}.`, place, hintFor(error, line));
}

export function isUnclosedQuote({ code, message }: YAMLError): boolean {
  return code === 'MISSING_CHAR' && /closing ["']/.test(message);
}

function unclosedQuote({ message }: YAMLError, place: Place): Problem {
  const hint = message.includes('"')
    ? 'End the text with another ", and write \\" for one within it.'
    : "End the text with another ', and write '' for one within it.";
  return unreadable('The text that begins here is never closed.', place, hint);
}

/** A key of a map that is no plain text or number. */
export function keyProblem(key: unknown, place: Place): Problem {
  // `{{ x }}` without quotes is a map whose only key is a map.
  if (isMap(key)) return unquoted({ ...place, column: Math.max(1, place.column - 1), length: 2 });
  return unreadable('A list or an alias cannot be a key.', place);
}

export function isUnquoted({ code }: Problem): boolean {
  return code === 'unquoted-template';
}

export function repeatedKey(name: string, place: Place): Problem {
  return {
    code: 'repeated-key',
    summary: 'A map has a key twice',
    detail: `The same map has another \`${name}\` above. Only one of them would count.`,
    place,
    hint: 'Join the two, or remove one.',
  };
}

export function unreadable(detail: string, place: Place, hint?: string): Problem {
  const summary = 'A YAML file cannot be read';
  return { code: 'unreadable-yaml', summary, detail, place, ...(hint && { hint }) };
}

export function tooLarge(detail: string, place: Place): Problem {
  return { code: 'yaml-too-large', summary: 'A YAML file is too large', detail, place };
}

const UNQUOTED = /(?<=^\s*|[:-]\s+)\{\{/;

function unquoted(place: Place): Problem {
  return {
    code: 'unquoted-template',
    summary: 'An expression needs quotes',
    detail: 'YAML reads a brace at the beginning of a value as a map.',
    place,
    hint: 'Quote the whole value: "{{ … }}".',
  };
}

function unknownTag(message: string, place: Place): Problem {
  const tag = /(![^\s]*)$/.exec(message)?.[1] ?? 'This tag';
  return {
    code: 'unknown-yaml-tag',
    summary: 'A YAML tag is unknown',
    detail: `${tag} means nothing here.`,
    place,
    hint: 'Quote the value if the exclamation mark belongs to it.',
  };
}

function hintFor({ code }: YAMLError, line: string): string | undefined {
  if (/^\s*\t/.test(line) || code === 'TAB_AS_INDENT')
    return 'Indent with spaces: YAML allows no tabs there.';
  if (/:\s+[@`%&*]/.test(line)) return 'Quote the value: YAML gives its first character a special meaning.';
  if (/^[^'"]*:\s[^'"]*:\s/.test(line)) return 'Quote the value: `: ` in it begins another map.';
  if (code === 'BAD_INDENT' || code === 'MULTILINE_IMPLICIT_KEY')
    return 'Compare the indentation with the lines above, and check for a missing colon.';
  return undefined;
}
