import { isMap } from '../../template/values.ts';

/**
 * The groups that a value of `key` makes of one entry of `keyed_groups`: of text one, of a list one for each, of a map
 * one for each of its pairs.
 * Source: `_add_host_to_keyed_groups` of Ansible 2.14.
 */
export function groupNamesOf(
  key: unknown,
  entry: Readonly<Record<string, unknown>>,
  leadsWithSeparator: boolean,
): string[] {
  const { prefix = '', separator = '_', default_value: usual, trailing_separator: trailing } = entry;
  const [before, sep] = [String(prefix), String(separator)];
  const lead = before === '' && !leadsWithSeparator ? '' : sep;
  const named = (value: unknown) => (value === '' && usual !== undefined ? String(usual) : String(value));
  return bareNames().map((name) => `${before}${lead}${name}`);

  function bareNames(): string[] {
    if (typeof key === 'string') return key === '' && usual === undefined ? [] : [named(key)];
    if (Array.isArray(key)) return key.map(named);
    if (!isMap(key)) return [];
    return Object.entries(key).map(([name, value]) =>
      value === '' && usual === undefined && trailing === false ? name : `${name}${sep}${named(value)}`,
    );
  }
}
