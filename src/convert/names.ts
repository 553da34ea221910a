import { isScalar, type Scalar } from 'yaml';
import { MODULES } from '../modules/index.ts';
import { shortName } from '../playbook/ansible-hints.ts';
import { INCLUDES } from '../playbook/read/read-include.ts';
import type { Edit, Note, Source } from './source.ts';
import type { Item } from './task-lists.ts';

const COLLECTION = /^(?:ansible\.(?:builtin|legacy|posix)|community\.libvirt)\./;

const KNOWN: ReadonlySet<string> = new Set([
  ...MODULES.map(({ name }) => name),
  ...INCLUDES,
  'import_playbook',
  'meta',
]);

/** A change of the text, and what to tell of it. */
export interface Change {
  edit: Edit;
  note: Note;
}

/** The names of modules without their collection, where they mean the same. */
export function shortNames(source: Source, items: readonly Item[]): Change[] {
  return items.flatMap(({ node }) =>
    node.items.flatMap(({ key }) => (isScalar(key) && isLong(key) ? [shortened(key, source)] : [])),
  );
}

function shortened({ value, range }: Scalar, { lineAt }: Source): Change {
  const [start, end] = range ?? [0, 0];
  const text = String(value).replace(COLLECTION, '');
  return { edit: { start, end, text }, note: { line: lineAt(start), text: `${value} is written ${text}.` } };
}

function isLong({ value }: Scalar): boolean {
  const name = String(value);
  const short = name.replace(COLLECTION, '');
  return short !== name && shortName(short) === shortName(name) && KNOWN.has(shortName(short));
}
