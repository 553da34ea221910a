import { parse, TomlDate, TomlError } from 'smol-toml';
import type { Place } from '../../problem.ts';
import type { Path } from '../../template/interpolation/data.ts';
import { isMap } from '../../template/values.ts';
import type { YamlFile } from '../../yaml/yaml.ts';

/**
 * An inventory in TOML as if it were YAML: groups at the top, each with `hosts`, `children` and `vars`, of which
 * `children` is a list of names. Places are those of the nearest line that names a key.
 * Source: the `toml` inventory plugin of Ansible 2.14.
 */
export function asToml(text: string, file: string): YamlFile {
  const placeOf = (path: Path) => placeIn(text, file, path);
  const parts = { placeOf, placeOfKey: placeOf, keyOf: (path: Path) => String(path.at(-1)) };
  try {
    return { ...parts, value: withChildren(parse(text)), problems: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column } = error;
    const [detail = ''] = error.message.split('\n');
    const place = { file, line, column, length: 1, source: text };
    return {
      ...parts,
      value: undefined,
      problems: [
        {
          code: 'bad-toml',
          summary: 'A TOML file cannot be read',
          detail: `${detail.replace('Invalid TOML document: ', '')}.`,
          place,
        },
      ],
    };
  }
}

function withChildren(groups: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => {
      const plain = plainData(group);
      if (!isMap(plain) || !Array.isArray(plain.children)) return [name, plain];
      return [
        name,
        { ...plain, children: Object.fromEntries(plain.children.map((child) => [String(child), null])) },
      ];
    }),
  );
}

/** Dates are text, as no other inventory has them. */
function plainData(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainData);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainData(one)]));
}

function placeIn(text: string, file: string, path: Path): Place {
  const lines = text.split('\n');
  const header = lines.findIndex((line) => path[0] !== undefined && names(line, String(path[0]), true));
  const key = String(path.at(-1) ?? '');
  const own = lines.findIndex((line, index) => index >= Math.max(0, header) && names(line, key, false));
  const index = Math.max(0, own >= 0 ? own : header);
  const source = lines[index] ?? '';
  return {
    file,
    line: index + 1,
    column: source.search(/\S|$/) + 1,
    length: Math.max(1, source.trim().length),
    source: text,
  };
}

function names(line: string, key: string, isHeader: boolean): boolean {
  const text = line.trim();
  return isHeader
    ? text.startsWith(`[${key}.`) || text.startsWith(`[${key}]`) || text.startsWith(`["${key}"`)
    : text.includes(key);
}
