import { Document } from 'yaml';
import type { Value } from '../value.ts';
import { yamlText } from './project-files.ts';
import { type Column, nodeOf } from './yaml-nodes.ts';

/**
 * A value as it stands in YAML: on one line, or as lines of its own which begin with a newline and are as far in as
 * `block` says. In a map or list on one line it is on one line, too.
 */
export function valueText(value: Value, { isFlow, ...at }: Column & { isFlow: boolean }): string {
  const node = nodeOf(value, at);
  if (isFlow && 'flow' in node) node.flow = true;
  const document = new Document();
  document.contents = node as never;
  const text = yamlText(document).replace(/\n$/, '');
  if (!('flow' in node) || node.flow) return text;
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(at.block)).replace(/^/, '\n');
}
