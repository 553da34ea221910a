import { parse, TomlDate, TomlError } from 'smol-toml';
import type { Place } from '../../problem.ts';
import type { Path } from '../../template/interpolation/data.ts';
import { isMap } from '../../template/values.ts';
import { MAX_DEPTH } from '../../yaml/parse.ts';
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
    const { line, column, detail } = refusal(error);
    const place = { file, line, column, length: 1, source: text };
    return {
      ...parts,
      value: undefined,
      problems: [
        {
          code: 'bad-toml',
          summary: 'A TOML file cannot be read',
          detail,
          place,
        },
      ],
    };
  }
}

/** Where and why a text cannot be read. The library ends with the stack where values stand in thousands of others. */
function refusal(error: unknown): { line: number; column: number; detail: string } {
  if (error instanceof RangeError)
    return { line: 1, column: 1, detail: `It nests more than ${MAX_DEPTH} levels deep.` };
  if (!(error instanceof TomlError)) throw error;
  const [detail = ''] = error.message.split('\n');
  const { line, column } = error;
  return { line, column, detail: `${detail.replace(/^Invalid TOML document: |\.+$/g, '')}.` };
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
function plainData(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new RangeError('too deep');
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => plainData(one, depth + 1));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainData(one, depth + 1)]));
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
