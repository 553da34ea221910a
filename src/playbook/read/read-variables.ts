import type { Variables } from '../../inventory/host.ts';
import { variableAt } from '../../inventory/variable-at.ts';
import { templateOf } from '../../template/interpolation/variable.ts';
import { isMap } from '../../template/values.ts';
import type { Findings } from '../findings.ts';
import type { Part } from '../yaml-node.ts';

/** The variables of a `vars`; what in them cannot be read as an expression is collected. */
export function readVariables(part: Part, findings: Findings): Variables {
  if (!isMap(part.value)) return {};
  const variables = Object.entries(part.value).map(
    ([name, value]) => [name, variableAt(part.yaml, [...part.path, name], value)] as const,
  );
  for (const [, variable] of variables) findings.try(() => templateOf(variable));
  return Object.fromEntries(variables);
}

/** Names as `tags` has them: a list, or text with commas. */
export function readNames(part: Part): string[] {
  const names = part.texts().flatMap((text) => text.split(','));
  return names.map((name) => name.trim()).filter((name) => name !== '');
}
