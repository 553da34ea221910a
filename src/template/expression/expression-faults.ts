import { TypeError as CheckError, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { Fault } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import { analyse } from './analyse.ts';
import { environment } from './cel.ts';
import { Unconvertible } from './convert.ts';

/** CEL's errors as faults of the expression `text`. Any other error is a bug of ours and is thrown again. */
export function faultOf(error: unknown, text: string, context?: ReadonlyMap<string, unknown>): Fault {
  const whole = { start: 0, end: text.length };
  if (error instanceof Unconvertible) {
    return { ...whole, ...FAILED, detail: `The value cannot be used: ${error.message}.` };
  }
  if (error instanceof ParseError) {
    return { ...whole, ...error.range, ...UNREADABLE, detail: `${error.summary}.`, ...habit(text) };
  }
  if (error instanceof EvaluationError && error.code === 'no_such_key') {
    const advice = {
      hint: 'Write default(…, other) or defined(…) where it may be missing, default(…, omit) to leave an argument out.',
    };
    return {
      ...whole,
      ...error.range,
      ...NO_FIELD,
      detail: `${error.summary}.`,
      ...advice,
      ...nearKey(error, text, context),
    };
  }
  if (error instanceof CheckError || error instanceof EvaluationError) {
    const detail = `${error.summary.replace(/dyn<((?:[^<>]|<[^<>]*>)+)>/g, '$1')}.`;
    return {
      ...whole,
      ...error.range,
      ...FAILED,
      detail,
      ...cure(error.summary),
      ...howToCall(error.summary),
    };
  }
  throw error;
}

const UNREADABLE = { code: 'unreadable-expression', summary: 'An expression cannot be read' };
const FAILED = { code: 'bad-expression', summary: 'An expression has no value' };
const NO_FIELD = { code: 'undefined-field', summary: 'A map has no such key' };

/** What people write who come from Jinja, and what CEL has for it. */
const HABITS: readonly (readonly [RegExp, string])[] = [
  [/\|\s*default\b/, "There are no filters here: write default(name, 'value')."],
  [/[^|]\|[^|]/, 'There are no filters here: write functions, such as name.lowerAscii() or size(list).'],
  [/\bis\s+(not\s+)?defined\b/, 'Write defined(name) or !defined(name).'],
  [/\bnot\s+in\b/, 'Write !(name in list).'],
  [/\b(and|or|not)\b/, 'Write && for and, || for or, ! for not.'],
  [/\bif\b.*\belse\b/, "Write condition ? 'this' : 'that'."],
  [/[^=!<>]=[^=]/, 'Write == to compare.'],
  [/~/, 'Write + to join text.'],
];

function habit(text: string): { hint?: string } {
  const [, name, other] =
    /^\s*([\w.[\]'"]+)\s*\|\s*(?:default|d)\(\s*([\w.]+|'[^']*'|"[^"]*")\s*\)\s*$/.exec(text) ?? [];
  if (name !== undefined) return { hint: `There are no filters here: write default(${name}, ${other}).` };
  const found = HABITS.find(([pattern]) => pattern.test(text));
  return found ? { hint: found[1] } : {};
}

/** What to do about operands whose types do not fit. */
function cure(summary: string): { hint?: string } {
  if (/\bstring>? \+ |\+ (dyn<)?string\b/.test(summary))
    return { hint: 'Turn it into text first: string(number).' };
  if (/(int|uint).*double|double.*(int|uint)/.test(summary))
    return { hint: 'Make both of one kind: double(number) or int(number).' };
  return {};
}

const SIGNATURES = environment.getDefinitions().functions;

/** The nearest function for one that does not exist, and how to use one that does. */
function howToCall(summary: string): { detail?: string; hint?: string } {
  const name = /no matching overload for '(?:[\w<>, .]+\.)?(\w+)\(/.exec(summary)?.[1];
  if (name === undefined) return {};
  const known = SIGNATURES.filter((declared) => declared.name === name);
  if (known.length > 0)
    return { hint: `It is used as ${known.map(({ signature }) => signature).join(' or ')}.` };
  const names = new Set(SIGNATURES.map((declared) => declared.name));
  return { detail: `There is no function \`${name}\`.`, ...didYouMean(name, names) };
}

/** The key of the map that is nearest to the one asked for, where the map can be had again. */
function nearKey(
  error: EvaluationError,
  text: string,
  context?: ReadonlyMap<string, unknown>,
): { hint?: string } {
  const { node } = error;
  if (node?.op !== '.' || !context) return {};
  const [map, key] = node.args;
  try {
    const parsed = environment.parse(text.slice(map.start, map.end));
    analyse(parsed.ast);
    const value: unknown = parsed(context);
    return value instanceof Map ? didYouMean(key, value.keys()) : {};
  } catch {
    return {}; // it stands under a name bound by map() or filter()
  }
}
