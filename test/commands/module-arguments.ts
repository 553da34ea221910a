import { parse } from 'yaml';
import type * as z from 'zod';
import type { AnyModule } from '../../src/modules/module.ts';
import { predictionsOf } from '../../src/playbook/arguments/schema-shape.ts';
import { sampleOf } from './samples.ts';

export type Schema = z.core.$ZodType;
export type Path = readonly (string | number)[];

/** An argument of a module, however deep. */
export interface Argument {
  path: Path;
  schema: Schema;
  /** Set where names are those that the author gives. */
  isNamedFreely?: boolean;
}

/** Every argument of a module, those of arguments and of entries of lists included. */
export function argumentsOf(schema: Schema, path: Path = []): Argument[] {
  return predictionsOf(schema).flatMap((leaf) => {
    const { def } = (leaf as z.core.$ZodTypes)._zod;
    if (def.type === 'array') return below({ schema: def.element, path: [...path, 0] });
    if (def.type === 'record') {
      const [name = ''] = Object.keys(sampleOf(leaf) as object);
      return below({ schema: def.valueType, path: [...path, name], isNamedFreely: true });
    }
    if (def.type !== 'object') return [];
    const isOpen = def.catchall !== undefined && (def.catchall as z.core.$ZodTypes)._zod.def.type !== 'never';
    return Object.entries(def.shape).flatMap(([key, inner]) =>
      below({ schema: inner, path: [...path, key], isNamedFreely: isOpen }),
    );
  });
}

function below(argument: Argument): Argument[] {
  return [argument, ...argumentsOf(argument.schema, argument.path)];
}

/** Arguments of a module that are right: those of its example. */
export function baseOf({ name, example, args }: AnyModule): unknown {
  const written = (parse(example) as Record<string, unknown>)[name];
  return typeof written === 'object' ? written : sampleOf(args);
}

/** The value with another one at a path; what leads there and is not there yet is made. */
export function withValue(
  container: unknown,
  schema: Schema,
  [step, ...rest]: Path,
  value: unknown,
): unknown {
  if (step === undefined) return value;
  const inner = schemaOf(schema, step);
  const known = Array.isArray(container)
    ? container[Number(step)]
    : (container as Record<string, unknown>)[step];
  const next = rest.length === 0 || !inner ? value : withValue(known ?? sampleOf(inner), inner, rest, value);
  return typeof step === 'number' ? [next] : { ...(container as object), [step]: next };
}

function schemaOf(schema: Schema, step: string | number): Schema | undefined {
  const found = predictionsOf(schema).flatMap((leaf): Schema[] => {
    const { def } = (leaf as z.core.$ZodTypes)._zod;
    if (def.type === 'array' && typeof step === 'number') return [def.element];
    if (def.type === 'record') return [def.valueType];
    return def.type === 'object' && def.shape[step] ? [def.shape[step]] : [];
  });
  return found[0];
}
