import type * as z from 'zod';
import type { Path } from '../../template/interpolation/data.ts';
import { isMap } from '../../template/values.ts';
import { namesMaps, predictionsOf, stepInto } from './schema-shape.ts';

/** The text of the file from which the value at a path was read. */
export type TextAt = (path: Path) => string;

/**
 * A value in the terms of its schema, where it is written as users of Ansible write it:
 * null is no value at all, nor is a map of nothing but nulls; `yes`, `no`, `on`, `off` and the like are true and false
 * where one of these is expected, and themselves where a text is; digits are a number where only a number is expected,
 * and a number that an expression comes to is a text where only a text is.
 * What is wrong stays as it is.
 * Source: `BOOLEANS_TRUE`, `BOOLEANS_FALSE` and `check_type_int` of Ansible 2.14, and YAML 1.1, as PyYAML reads it.
 */
export function inTermsOf(schema: z.core.$ZodType, value: unknown, textAt: TextAt): unknown {
  return spelled([schema], value, [], textAt);
}

type Schemas = readonly z.core.$ZodType[];

function spelled(schemas: Schemas, value: unknown, path: Path, textAt: TextAt): unknown {
  if (schemas.length === 0) return value;
  if (Array.isArray(value)) {
    const items = schemas.flatMap((one) => stepInto(one, 0));
    return value.map((item, index) => spelled(items, item, [...path, index], textAt));
  }
  return isMap(value) ? spelledMap(schemas, value, path, textAt) : spelledWord(schemas, value, path, textAt);
}

function spelledMap(schemas: Schemas, map: object, path: Path, textAt: TextAt): unknown {
  const entries = Object.entries(map).map(([key, value]) => {
    const inner = schemas.flatMap((one) => stepInto(one, key));
    const isUnset = value === null && inner.length > 0 && !schemas.some(namesMaps) && !accepts(inner, null);
    return [key, isUnset ? undefined : spelled(inner, value, [...path, key], textAt)] as const;
  });
  const written = entries.filter(([, value]) => value !== undefined);
  const isUnset = written.length === 0 && entries.length > 0 && path.length > 0 && !accepts(schemas, {});
  return isUnset ? undefined : Object.fromEntries(written);
}

const TRUE = /^(?:y|yes|on|1|true|t|1\.0)$/i;
const FALSE = /^(?:n|no|off|0|false|f|0\.0)$/i;
/** What YAML 1.1 makes true or false of, and YAML 1.2 does not. */
const WORD = /^(?:yes|no|on|off)$/i;

function spelledWord(schemas: Schemas, value: unknown, path: Path, textAt: TextAt): unknown {
  if (!['string', 'number', 'boolean'].includes(typeof value) || accepts(schemas, value)) return value;
  if (typeof value === 'boolean') {
    const written = textAt(path);
    return WORD.test(written) && accepts(schemas, written) ? written : value;
  }
  const meant = TRUE.test(String(value)) || (FALSE.test(String(value)) ? false : undefined);
  if (meant !== undefined && accepts(schemas, meant)) return meant;
  if (typeof value === 'number') return textOf(schemas, value, textAt(path));
  return typeof value === 'string' && DIGITS.test(value) ? numberOf(schemas, value) : value;
}

const DIGITS = /^\s*-?\d+(?:\.\d+)?\s*$/;

/** The number of a text, where the text is not taken as it is: `-e mtu=9000` and prompts know texts only. */
function numberOf(schemas: Schemas, text: string): unknown {
  const takes = (one: unknown) => schemas.some((schema) => (schema as z.ZodType).safeParse(one).success);
  return !takes(text) && takes(Number(text)) ? Number(text) : text;
}

function accepts(schemas: Schemas, value: unknown): boolean {
  return schemas.flatMap(predictionsOf).some((leaf) => (leaf as z.ZodType).safeParse(value).success);
}

/** The text of a number that an expression came to, where a number is not taken: in Ansible that is a text anyway. */
function textOf(schemas: Schemas, number: number, written: string): unknown {
  return written.includes('{{') && accepts(schemas, String(number)) ? String(number) : number;
}
