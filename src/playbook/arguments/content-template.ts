import { isExpression } from '../../template/interpolation/pieces.ts';
import { compileText, type Template } from '../../template/interpolation/text.ts';
import { kindOf } from '../../template/output/outputs.ts';
import { isMap } from '../../template/values.ts';
import type { ModuleCall } from '../model.ts';

/**
 * The text that a call writes to a file, as a template for that kind of file, which refuses values that would change it;
 * undefined where it is of no such kind, or is a value as a whole. `values` are the arguments, computed.
 */
export function contentTemplate({ definition, args }: ModuleCall, values: unknown): Template | undefined {
  const { writes } = definition;
  if (!writes || !isMap(values)) return undefined;
  const path = values[writes.path];
  const text = args.at(writes.argument).value;
  const kind = typeof path === 'string' ? kindOf(path) : 'text';
  if (kind === 'text' || typeof text !== 'string' || isExpression(text)) return undefined;
  return compileText(text, args.placeOf([writes.argument]), kind);
}
