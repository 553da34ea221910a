import { patternFault } from './pattern.ts';
import { ValueFault } from './value.ts';

interface Flags {
  ignorecase?: boolean;
  multiline?: boolean;
  dotall?: boolean;
}

const compiled = new Map<string, RegExp>();

/**
 * A regular expression of Python's `re` as one of JavaScript that means the same, with the flags `g` and those asked
 * for. Refuses what could take forever. Throws ValueFault.
 */
export function patternOf(pattern: string, flags: Flags = {}): RegExp {
  const key = JSON.stringify([pattern, flags]);
  const known = compiled.get(key) ?? make(pattern, flags);
  compiled.set(key, known);
  known.lastIndex = 0;
  return known;
}

function make(pattern: string, flags: Flags): RegExp {
  const [, inline = '', body = pattern] = /^\(\?([aiLmsux]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  if (/x/.test(inline)) throw new ValueFault('the flag x of a regular expression is not supported');
  const isMultiline = flags.multiline || inline.includes('m');
  const source = translated(body, isMultiline);
  const bare = source.replaceAll(/\(\?(?:<?[=!]|<\w+>)/g, '(?:').replaceAll(/\\(?:[1-9]|k<\w+>)/g, '');
  const fault = patternFault(bare);
  if (fault) throw new ValueFault(`the regular expression ${JSON.stringify(pattern)} is refused: ${fault}`);
  const marks = [
    'g',
    flags.ignorecase || inline.includes('i') ? 'i' : '',
    isMultiline ? 'm' : '',
    flags.dotall || inline.includes('s') ? 's' : '',
  ];
  try {
    return new RegExp(source, marks.join(''));
  } catch {
    throw new ValueFault(`${JSON.stringify(pattern)} is no regular expression`);
  }
}

/** What Python spells otherwise: named groups, the ends of a text, and `$`, which also stands before a last newline. */
function translated(pattern: string, isMultiline: boolean): string {
  return pattern.replaceAll(
    /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?P<(\w+)>|\(\?P=(\w+)\)|\(\?#[^)]*\)|\$/g,
    (token, group, reference) => {
      if (group !== undefined) return `(?<${group}>`;
      if (reference !== undefined) return `\\k<${reference}>`;
      if (token === '\\A') return '(?<![\\s\\S])';
      if (token === '\\Z') return '(?![\\s\\S])';
      if (token === '$') return isMultiline ? '$' : '(?=\\n?(?![\\s\\S]))';
      if (token.startsWith('(?#')) return '';
      // In a class of Python a first `]` is a member.
      if (token.startsWith('['))
        return token.replace(/^\[(\^?)\]/, '[$1\\]').replaceAll(/(?<!\\)(?<=.)\[/g, '\\[');
      return token;
    },
  );
}

/** Python's template for a replacement: `\1`, `\g<1>`, `\g<name>` and escapes. */
export function replacement(template: string): (...match: unknown[]) => string {
  return (...match) => {
    const groups = match.at(-1);
    const named = typeof groups === 'object' && groups !== null ? (groups as Record<string, string>) : {};
    const count = match.findIndex((part, index) => index > 0 && typeof part === 'number');
    return template.replaceAll(/\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g, (whole, name, digits, character) => {
      const key = name ?? digits;
      if (key === undefined) return ESCAPES[character] ?? whole;
      if (!/^\d+$/.test(key)) {
        if (!Object.hasOwn(named, key)) throw new ValueFault(`the regular expression has no group ${key}`);
        return named[key] ?? '';
      }
      if (Number(key) >= count) throw new ValueFault(`the regular expression has no group ${key}`);
      return String(match[Number(key)] ?? '');
    });
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };
