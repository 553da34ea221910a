import { csvRows } from '../../csv.ts';
import { listOf, textOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';

const DIALECTS: Readonly<Record<string, string>> = { excel: ',', 'excel-tab': '\t', unix: ',' };

/** community.general.from_csv: a map for each line, by the names in the first one. Source: its plug-in of Ansible 7. */
export const fromCsv = operation(
  'dialect fieldnames delimiter skipinitialspace strict',
  (text: unknown, [dialect, fieldNames, delimiter, skipsBlanks]) => {
    const name = strOf(dialect ?? 'excel');
    const usual = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
    if (usual === undefined)
      throw new ValueFault(`there is no dialect ${name}`, `There are ${Object.keys(DIALECTS).join(', ')}.`);
    const separator = truthOf(delimiter ?? '') ? strOf(delimiter) : usual;
    if (separator.length !== 1) throw new ValueFault('a delimiter is one character');
    const skips = truthOf(skipsBlanks ?? false);
    const rows = csvRows(textOf(text), separator).filter((row) => row.length > 1 || row[0] !== '');
    const cells = rows.map((row) => (skips ? row.map((cell) => cell.replace(/^ +/, '')) : row));
    const given = fieldNames === undefined || fieldNames === null ? undefined : listOf(fieldNames).map(strOf);
    const [names = [], data] = given ? [given, cells] : [cells[0], cells.slice(1)];
    return data.map((row) => rowOf(names, row));
  },
);

/** What is missing is null; what is too much stands under the name of nothing. */
function rowOf(names: readonly string[], row: readonly string[]): Record<string, unknown> {
  const own = names.map((name, index) => [name, row[index] ?? null] as const);
  const rest = row.slice(names.length);
  return { ...Object.fromEntries(own), ...(rest.length > 0 && { None: rest }) };
}
