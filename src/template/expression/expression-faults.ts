import type { Fault, Span } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import type { Analysis } from './analyse.ts';
import { EvaluationFault, type Library } from './machine.ts';
import { REFUSED_NAMES } from './refused-names.ts';
import { SyntaxFault } from './syntax/syntax.ts';
import { METHODS } from './values/methods.ts';
import type { Undefined } from './values/value.ts';

const UNREADABLE = { code: 'unreadable-expression', summary: 'An expression cannot be read' };
const REFUSED = { code: 'refused-expression', summary: 'An expression is not allowed' };
const FAILED = { code: 'bad-expression', summary: 'An expression has no value' };
const NO_VARIABLE = { code: 'undefined-variable', summary: 'A variable is not defined' };
const NO_KEY = { code: 'undefined-field', summary: 'A map has no such key' };

/** What is wrong with an expression as a fault. Any other error is a bug of ours and is thrown again. */
export function faultOf(error: unknown): Fault {
  if (error instanceof SyntaxFault) return { ...UNREADABLE, ...error.span, ...said(error) };
  if (isTooDeep(error)) return { ...FAILED, start: 0, end: 1, detail: TOO_DEEP };
  if (!(error instanceof EvaluationFault)) throw error;
  const { missing, span } = error;
  if (missing?.kind === 'variable') return noVariable(missing.name, span, missing.known);
  if (missing?.kind === 'key') return noKey(missing, span);
  return { ...FAILED, ...span, ...said(error) };
}

const TOO_DEEP = 'Its values are inside each other too deep, or too large.';

/** What the engine of JavaScript says of values that it cannot hold. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack|string length/.test(error.message);
}

/** A name that no variable has. */
export function noVariable(name: string, { start, end }: Span, known: Iterable<string>): Fault {
  return {
    start,
    end,
    ...NO_VARIABLE,
    detail: `There is no variable \`${name}\`.`,
    hint: `Define it, or write default(${name}, …) or defined(${name}) where it may be missing.`,
    ...didYouMean(name, known),
  };
}

function noKey({ why, name, known }: Undefined, span: Span): Fault {
  const hint =
    'Write default(…, other) or defined(…) where it may be missing, default(…, omit) to leave an argument out.';
  return { ...span, ...NO_KEY, detail: sentence(why), hint, ...didYouMean(name, known) };
}

type UnknownKind = Analysis['unknown'][number]['kind'];

/** What an expression must not do, and names of filters, tests, functions and methods that do not exist. */
export function refusals({ refused, unknown }: Analysis, library: Library): Fault[] {
  return [
    ...refused.map((each) => ({ ...REFUSED, ...each })),
    ...unknown.map(({ kind, name, start, end }) => ({
      start,
      end,
      ...FAILED,
      detail: `There is no ${kind} \`${name}\`.`,
      ...hintFor(kind, name, library),
    })),
  ];
}

/** Old playbooks ask by a filter what a test tells. */
function isTest(kind: string, name: string, library: Library): boolean {
  return kind === 'filter' && [...library.names('test')].includes(name);
}

function hintFor(kind: UnknownKind, name: string, library: Library): { hint?: string } {
  if (isTest(kind, name, library)) return { hint: `It is a test: write \`is ${name}\`, without the bar.` };
  const short = name.split('.').at(-1) ?? name;
  const refused: Readonly<Record<string, string>> =
    kind === 'filter' || kind === 'test' ? REFUSED_NAMES[kind] : {};
  const hint = Object.hasOwn(refused, short) ? refused[short] : undefined;
  if (hint !== undefined) return { hint };
  const usual =
    kind === 'filter' && name.includes('.')
      ? 'Plugins in Python are not read: write it with the filters that `virtfleet functions` lists.'
      : '`virtfleet functions` lists what there is.';
  return { hint: usual, ...didYouMean(short, kind === 'method' ? METHODS : library.names(kind)) };
}

function said({ message, hint }: Error & { hint: string | undefined }): { detail: string; hint?: string } {
  return { detail: sentence(message), ...(hint !== undefined && { hint }) };
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
