import { Document, isCollection, isMap, visit } from 'yaml';
import { dialectOptions } from '../yaml/tags.ts';

/** Characters that a map or list in one line may have. */
const SHORT = 60;

/** Arguments as YAML, each line behind `indent`; in one line for a task that is. */
export function argsText(args: Readonly<Record<string, unknown>>, indent: string, isFlow: boolean): string {
  const document = new Document(args, dialectOptions('ansible'));
  visit(document, {
    Collection(key, node) {
      const isShort = JSON.stringify(node.toJSON()).length <= SHORT;
      // A list of maps has a line for each; the arguments themselves stand below each other.
      const isOfLines = key === null || (!isMap(node) && node.items.some(isCollection));
      if (isFlow || (isShort && !isOfLines)) node.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
  if (isFlow) return text.replaceAll(/\s*\n\s*/g, ' ');
  return text.replaceAll(/^(?=.)/gm, indent);
}
