import { shellWord } from '../../../plan/quote.ts';
import { bounded, joined, repeated } from '../values/bounds.ts';
import { methodOf } from '../values/methods.ts';
import { truthOf } from '../values/operators.ts';
import { format } from '../values/percent-format.ts';
import { patternOf, replacement } from '../values/regex.ts';
import { strOf } from '../values/text.ts';
import { isText, plain, Safe, ValueFault } from '../values/value.ts';
import { countOf, listOf, mapOf, textOf } from './arguments.ts';
import { openOperation, operation } from './operation.ts';

/** A method of text as a filter; what is no text becomes text first. */
function method(name: string, parameters = '') {
  return operation(parameters, (value: unknown, args) => {
    const text = strOf(value);
    const result = methodOf(text, name)?.(text, args, {});
    return typeof result === 'string' && args.length === 0 ? sameVoucher(value, result) : result;
  });
}

interface Flags {
  multiline: unknown;
  ignorecase: unknown;
}

function pattern(source: unknown, { multiline, ignorecase }: Flags): RegExp {
  return patternOf(strOf(source), {
    multiline: truthOf(multiline ?? false),
    ignorecase: truthOf(ignorecase ?? false),
  });
}

function regexReplace(value: unknown, args: readonly unknown[]): string {
  const [source = '', fresh = '', ignorecase, multiline, count] = args;
  const expression = pattern(source, { multiline, ignorecase });
  let left = count === undefined || countOf(count) === 0 ? Number.POSITIVE_INFINITY : countOf(count);
  const fill = replacement(strOf(fresh));
  return bounded(strOf(value).replace(expression, (...match) => (left-- > 0 ? fill(...match) : match[0])));
}

/** The first match; with groups asked for (`'\\1'`, `'\\g<name>'`) a list of them. None where nothing matches. */
function regexSearch(
  value: unknown,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): unknown {
  const [source, ...groups] = args;
  const found = pattern(source, { multiline: named.multiline, ignorecase: named.ignorecase }).exec(
    strOf(value),
  );
  if (!found) return null;
  if (groups.length === 0) return found[0];
  return groups.map((group) => {
    const [, name, digits] = /^\\(?:g<(\w+)>|(\d+))$/.exec(strOf(group)) ?? [];
    const key = name ?? digits;
    if (key === undefined)
      throw new ValueFault(`${strOf(group)} names no group`, "Write '\\\\1' or '\\\\g<name>'.");
    return (/^\d+$/.test(key) ? found[Number(key)] : found.groups?.[key]) ?? null;
  });
}

function regexFindAll(value: unknown, expression: RegExp): unknown[] {
  return [...strOf(value).matchAll(expression)].map(([whole, ...groups]) => {
    const texts = groups.map((group) => group ?? '');
    return texts.length === 0 ? whole : texts.length === 1 ? texts[0] : texts;
  });
}

function indent(value: string, width: unknown, isFirst: boolean, isBlank: boolean): string {
  const margin = isText(width) ? plain(width) : repeated(' ', countOf(width, 4));
  const [first = '', ...rest] = `${value}${isBlank ? '' : '\n'}`.split('\n');
  const lines = isBlank ? rest : rest.slice(0, -1);
  const indented = lines.map((line) => (line !== '' || isBlank ? margin + line : line));
  return joined([isFirst ? margin + first : first, ...indented], '\n');
}

/** Ansible's comment styles: `plain`, `c`, `cblock`, `erlang`, `xml`. */
const STYLES: Readonly<Record<string, { decoration: string; beginning?: string; end?: string }>> = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
};

/** A comment that its own style makes safe for the files which have such comments. */
function comment(value: unknown, style: unknown, named: Readonly<Record<string, unknown>>): string | Safe {
  const text = commentText(value, style, named);
  if (Object.keys(named).some((name) => name !== 'style')) return text;
  const content = strOf(value);
  if (text.startsWith('#') && !/[\u0000-\u0009\u000b-\u001f\u007f\u2028\u2029\u0085]/.test(content))
    return new Safe(text, 'lines');
  return text.startsWith('<!--') && !/--|>/.test(content) ? new Safe(text, 'markup') : text;
}

function commentText(value: unknown, style: unknown, named: Readonly<Record<string, unknown>>): string {
  const name = strOf(style ?? 'plain');
  const base = Object.hasOwn(STYLES, name) ? STYLES[name] : undefined;
  if (!base) throw new ValueFault(`the style of a comment is one of ${Object.keys(STYLES).join(', ')}`);
  const of = (key: string, otherwise: unknown) => strOf(named[key] ?? otherwise);
  const newline = of('newline', '\n');
  const decoration = of('decoration', base.decoration);
  const [prefix, postfix] = [of('prefix', decoration), of('postfix', decoration)];
  const [before, after] = [countOf(named.prefix_count, 1), countOf(named.postfix_count, 1)];
  const beginning = of('beginning', base.beginning ?? '');
  const end = of('end', base.end ?? '');
  const lines = (text: string, count: number) => repeated(`${text}${newline}`, Math.min(count, 1000));
  const last = lines(postfix, after);
  const body = joined(
    strOf(value)
      .split(newline)
      .map((each) => decoration + each),
    newline,
  );
  return rightTrimmed(
    `${beginning && beginning + newline}${lines(prefix, before)}${body}${newline}${last.endsWith(newline) ? last.slice(0, -newline.length) : last}${end && newline + end}`,
  );
}

/** Each line without the blanks at its end. */
function rightTrimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let end = line.length;
      while (end > 0 && ' \t'.includes(line.charAt(end - 1))) end--;
      return line.slice(0, end);
    })
    .join('\n');
}

const capitalized = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

function truncate(value: string, args: readonly unknown[]): string {
  const [length, isExact, end, leeway] = args;
  const [most, tail, slack] = [countOf(length, 255), strOf(end ?? '...'), countOf(leeway, 0)];
  if (value.length <= most + slack) return value;
  if (most < tail.length) throw new ValueFault(`the length is at least that of ${JSON.stringify(tail)}`);
  const cut = value.slice(0, Math.max(0, most - tail.length));
  return truthOf(isExact ?? false) ? cut + tail : cut.replace(/ [^ ]*$/, '') + tail;
}

function wordWrap(value: string, width: number, breaksWords: boolean, glue: string): string {
  if (width < 1) throw new ValueFault('the width is at least 1');
  return joined(
    value.split('\n').map((line) => {
      const lines: string[] = [];
      let current = '';
      for (const word of line.split(/(?<=\s)(?=\S)/)) {
        let rest = word;
        if (current !== '' && (current + rest).trimEnd().length > width) {
          lines.push(current.trimEnd());
          current = '';
        }
        while (breaksWords && rest.trimEnd().length > width) {
          lines.push(rest.slice(0, width));
          rest = rest.slice(width);
        }
        current += rest;
      }
      return joined([...lines, current.trimEnd()], glue);
    }),
    glue,
  );
}

/** What a macro or a block wrote stays checked, and data stay data, where a filter adds no characters of others. */
function sameVoucher(value: unknown, text: string): unknown {
  const isKept = value instanceof Safe && (value.voucher === 'template' || value.voucher === 'data');
  return isKept ? new Safe(text, value.voucher) : text;
}

export const TEXTS = {
  string: operation('', (value: unknown) => (value instanceof Safe ? value : strOf(value))),
  lower: method('lower'),
  upper: method('upper'),
  title: operation('', (value: unknown) => strOf(value).replaceAll(/[^-\s({[<]+/g, capitalized)),
  capitalize: method('capitalize'),
  trim: operation('chars', (value: unknown, [characters]) =>
    sameVoucher(value, strOf(methodOf('', 'strip')?.(strOf(value), [characters], {}))),
  ),
  center: method('center', 'width'),
  replace: operation('old new count', (value: unknown, [old, fresh, count]) =>
    methodOf('', 'replace')?.(strOf(value), [strOf(old), strOf(fresh), count], {}),
  ),
  split: operation('sep maxsplit', (value: unknown, args) =>
    methodOf('', 'split')?.(textOf(value), args, {}),
  ),
  splitlines: method('splitlines'),
  regex_replace: operation('pattern replacement ignorecase multiline count', (value: unknown, args) =>
    regexReplace(value, args),
  ),
  regex_search: openOperation('pattern * ignorecase multiline', (value, { list, named }) =>
    regexSearch(value, list, named),
  ),
  regex_findall: operation('regex multiline ignorecase', (value: unknown, [source, multiline, ignorecase]) =>
    regexFindAll(value, pattern(source, { multiline, ignorecase })),
  ),
  regex_escape: operation('re_type', (value: unknown) =>
    strOf(value).replaceAll(/[^\w\s]|\s/g, (each) => (/[!"%',/:;<=>@`_]/.test(each) ? each : `\\${each}`)),
  ),
  indent: operation('width first blank', (value: unknown, [width, isFirst, isBlank]) => {
    const text = indent(strOf(value), width, truthOf(isFirst ?? false), truthOf(isBlank ?? false));
    return isText(width) ? text : sameVoucher(value, text);
  }),
  format: openOperation('*', (value, { list, named }) =>
    format(strOf(value), Object.keys(named).length > 0 ? named : list),
  ),
  comment: openOperation('style decoration prefix prefix_count', (value, { list, named }) =>
    comment(value, list[0] ?? named.style, named),
  ),
  quote: operation('', (value: unknown) => shellWord(strOf(value ?? ''))),
  truncate: operation('length killwords end leeway', (value: unknown, args) => truncate(strOf(value), args)),
  wordcount: operation('', (value: unknown) => strOf(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  wordwrap: operation('width break_long_words wrapstring', (value: unknown, [width, breaksWords, glue]) =>
    wordWrap(strOf(value), countOf(width, 79), truthOf(breaksWords ?? true), strOf(glue ?? '\n')),
  ),
  urlencode: operation('', (value: unknown) => urlEncoded(value)),
  urldecode: operation('', (value: unknown) => urlDecoded(strOf(value))),
};

/** Python's `quote` keeps `/`; a map becomes a query. */
function urlEncoded(value: unknown): string {
  const encode = (text: string, keep: RegExp) =>
    encodeURIComponent(Buffer.from(text).toString())
      .replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll(keep, '/');
  if (isText(value)) return encode(plain(value), /%2F/g);
  const pairs = Array.isArray(value) ? value.map(listOf) : Object.entries(mapOf(value));
  return pairs
    .map((pair) => pair.map((each: unknown) => encode(strOf(each), /(?!)/g).replaceAll('%20', '+')).join('='))
    .join('&');
}

/** Python's `unquote_plus`: what is no escape stays as it is. */
function urlDecoded(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString());
}
