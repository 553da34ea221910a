import { csvRows } from '../../template/csv.ts';
import { ValueFault } from '../../template/expression/values/value.ts';

type Options = Readonly<Record<string, unknown>>;

/**
 * The cell that `lookup('csvfile', 'key file=FILE delimiter=, col=1 default=…')` names: of the first line that
 * begins with the key. Source: `plugins/lookup/csvfile.py` of Ansible 2.14.
 */
export function csvCell(term: string, options: Options, read: (name: string) => string): unknown {
  const [key = '', ...words] = term.trim().split(/\s+/);
  const pairs = words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
  const given: Options = { ...options, ...Object.fromEntries(pairs) };
  const { file = 'ansible.csv', delimiter = 'TAB', col = 1, default: otherwise = [] } = given;
  const separator = ['TAB', 't', '\\t'].includes(String(delimiter)) ? '\t' : String(delimiter);
  const index = Number(col);
  if (!Number.isInteger(index) || index < 0) throw new ValueFault('the column of csvfile is a whole number');
  const row = csvRows(read(String(file)), separator).find(([first]) => first === key);
  if (!row) return otherwise;
  const cell = row[index];
  if (cell === undefined) throw new ValueFault(`the line \`${key}\` of ${file} has no column ${index}`);
  return cell;
}
