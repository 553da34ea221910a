import type * as z from 'zod';
import { withinOf } from './schema-shape.ts';

/** Keys of a map that are named; more than these are seen in the help. */
const MOST_KEYS = 12;

/** What schemas take, as nouns: `a whole number from 1 to 65535`, `an IP address`, `yes or no`. */
export function nounsOf(schemas: readonly z.core.$ZodType[]): string {
  const nouns = [...new Set(schemas.flatMap(allNouns))];
  return alternatives(nouns);
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  const [last = '', ...others] = words.toReversed();
  return others.length > 0 ? `${others.toReversed().join(', ')} or ${last}` : last;
}

/** The words of a message that names what is expected; none for zod's own, which are sentences. */
export function nounIn(message: string): string | undefined {
  if (isOfZod(message) || PREDICATE.test(message)) return undefined;
  return message.replace(/^must be (?:one of )?/, '').replace(/\.$/, '');
}

/** Whether a message goes on from the value's name, as in `holds a character that XML cannot carry`. */
export function isPredicate(message: string): boolean {
  return PREDICATE.test(message);
}

const PREDICATE = /^holds\b/;

export function isOfZod(message: string): boolean {
  return /^(Invalid|Too small|Too big|Unrecognized)\b/.test(message);
}

/** Words that stand for a value: those of an enumeration, or for true and false. */
export function wordsOf(schemas: readonly z.core.$ZodType[]): string[] {
  return schemas.flatMap((schema): string[] => {
    const within = withinOf(schema);
    if (within.length > 0) return wordsOf(within);
    const { def } = (schema as z.core.$ZodTypes)._zod;
    if (def.type === 'enum') return Object.values(def.entries).map(String);
    if (def.type === 'literal') return def.values.map(String);
    return def.type === 'boolean' ? ['true', 'false'] : [];
  });
}

function allNouns(schema: z.core.$ZodType): string[] {
  const own = ownNoun(schema, NO_VALUE);
  if (own !== undefined) return [own];
  const within = withinOf(schema);
  return within.length > 0 ? within.flatMap(allNouns) : nounOfLeaf(schema);
}

/** Of no type that a schema takes, but `unknown`. */
const NO_VALUE = Symbol('nothing');

/** What hardly any text with a format is. */
const NO_TEXTS = ['', '\0', '§ §', '-1.'];

function ownNoun(schema: z.core.$ZodType, value: unknown): string | undefined {
  const issues = (schema as z.ZodType).safeParse(value).error?.issues ?? [];
  const own = issues.filter(({ path }) => path.length === 0).map(({ message }) => nounIn(message));
  return own.find((noun) => noun !== undefined);
}

function nounOfLeaf(schema: z.core.$ZodType): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string': {
      const formats = NO_TEXTS.flatMap((text) => ownNoun(schema, text) ?? []);
      return [formats[0] ?? 'text'];
    }
    case 'number':
      return [numberIn(schema as z.ZodNumber)];
    case 'boolean':
      return ['true', 'false'];
    case 'enum':
      return Object.values(def.entries).map(String);
    case 'literal':
      return def.values.map(String);
    case 'array':
      return [`a list, each entry ${nounsOf([def.element])}`];
    case 'record':
      return [`a map, each value ${nounsOf([def.valueType])}`];
    case 'object':
      return [mapWith(Object.keys(def.shape))];
    case 'null':
      return [];
    default:
      return ['any value'];
  }
}

function numberIn({ minValue, maxValue, isInt }: z.ZodNumber): string {
  const noun = isInt ? 'a whole number' : 'a number';
  const [least, most] = [minValue, maxValue].map((one) =>
    one !== null && Math.abs(one) < Number.MAX_SAFE_INTEGER ? one : undefined,
  );
  if (least !== undefined && most !== undefined) return `${noun} from ${least} to ${most}`;
  if (least !== undefined) return `${noun} of at least ${least}`;
  return most === undefined ? noun : `${noun} of at most ${most}`;
}

function mapWith(keys: readonly string[]): string {
  if (keys.length === 0) return 'a map';
  const named = keys.length > MOST_KEYS ? [...keys.slice(0, MOST_KEYS), '…'] : keys;
  return `a map with ${named.join(', ')}`;
}
