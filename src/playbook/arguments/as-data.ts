import type { AnyModule } from '../../modules/module.ts';
import { converted } from '../../template/jinja/literal.ts';
import { isMap } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';

/** A text of these is never read as data. Source: STRING_TYPE_FILTERS and the lookup template of Ansible 2.14. */
const TEXT =
  /\|\s*(?:string|to_json|to_nice_json|to_yaml|to_nice_yaml|ppretty|json)\s*(?:\([^|]*\))?\s*\}\}|convert_data=false/i;

/**
 * Arguments as Ansible hands them on: what an expression made, and what reads as a list or a map, is that. In some
 * places it becomes a text again, as JSON. Source: `ansible_eval_concat`, and the action `copy`, of Ansible 2.14.
 */
export function withData({ readsData }: AnyModule, value: unknown, args: Part): unknown {
  if (!readsData || !isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const written = args.at(key).value;
      if (typeof written !== 'string' || !written.includes('{{')) return [key, one];
      if (readsData === 'all') return [key, dataOf(one, written)];
      return [key, readsData.includes(key) ? textOf(dataOf(one, written)) : one];
    }),
  );
}

function dataOf(value: unknown, written: string): unknown {
  if (typeof value !== 'string') return value;
  // Of several lines without an end it was made by to_nice_json, of which Ansible remembers that it is a text.
  if (TEXT.test(written) || /\n[\s\S]*[^\n]$/.test(value)) return value;
  return converted(value);
}

function textOf(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' && value !== null ? json(value) : value;
}

/** As Python writes it: with blanks, and in ASCII. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, one]) => `${json(key)}: ${json(one)}`);
    return `{${entries.join(', ')}}`;
  }
  const inAscii = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return (JSON.stringify(value) ?? 'null').replaceAll(/[\u007f-\uffff]/g, inAscii);
}
