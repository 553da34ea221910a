import { createHash } from 'node:crypto';
import { parseAllDocuments, parseDocument } from 'yaml';
import { hiddenTexts } from '../../../hidden-texts.ts';
import { dialectOptions } from '../../../yaml/tags.ts';
import { isMap } from '../../values.ts';
import { Gathered, repeated, shallow } from '../values/bounds.ts';
import { truthOf } from '../values/operators.ts';
import { floatText, strOf } from '../values/text.ts';
import { absent, Float, isText, plain, Safe, typeName, Undefined, ValueFault } from '../values/value.ts';
import { amountOf, countOf, textOf } from './arguments.ts';
import { openOperation, operation } from './operation.ts';
import { writeYaml } from './yaml-writer.ts';

interface JsonStyle {
  /** Spaces of a level; without it everything is on one line. */
  indent?: number;
  sortsKeys: boolean;
  keepsUnicode: boolean;
}

/** Python's `json.dumps`: a space behind commas and colons, letters outside ASCII escaped. Throws ValueFault. */
function json(value: unknown, style: JsonStyle): string {
  const writer = new JsonWriter(style);
  writer.add(value, 0);
  return writer.gathered.text;
}

class JsonWriter {
  readonly gathered = new Gathered();
  readonly #style: JsonStyle;

  constructor(style: JsonStyle) {
    this.#style = style;
  }

  add(value: unknown, depth: number): void {
    const { sortsKeys, keepsUnicode } = this.#style;
    if (Array.isArray(value))
      this.#within('[]', value, depth, (each: unknown) => {
        this.add(each, depth + 1);
      });
    else if (isMap(value))
      this.#within('{}', sortsKeys ? Object.keys(value).sort() : Object.keys(value), depth, (key) => {
        this.gathered.add(`${jsonText(key, keepsUnicode)}: `);
        this.add(value[key], depth + 1);
      });
    else this.gathered.add(jsonScalar(value, this.#style));
  }

  #within<T>(
    [open = '', close = '']: string,
    parts: readonly T[],
    depth: number,
    add: (part: T) => void,
  ): void {
    const { indent } = this.#style;
    const hasMargin = indent !== undefined && parts.length > 0;
    const margin = (levels: number) => (hasMargin ? `\n${repeated(' ', indent * levels)}` : '');
    this.gathered.add(open + margin(depth + 1));
    this.gathered.each(parts, indent === undefined ? ', ' : `,${margin(depth + 1)}`, add);
    this.gathered.add(margin(depth) + close);
  }
}

function jsonScalar(value: unknown, style: JsonStyle): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (isText(value)) return jsonText(plain(value), style.keepsUnicode);
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : floatText(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Undefined) throw absent(value);
  throw new ValueFault(`a value of type ${typeName(value)} is no JSON`);
}

function jsonText(text: string, keepsUnicode: boolean): string {
  const quoted = JSON.stringify(text);
  if (keepsUnicode) return quoted;
  return quoted.replaceAll(
    /[\x7f-\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

type Named = Readonly<Record<string, unknown>>;

function jsonStyle(named: Named, nice: boolean): JsonStyle {
  const indent = named.indent ?? (nice ? 4 : undefined);
  return {
    ...(indent !== undefined && indent !== null && { indent: countOf(indent) }),
    sortsKeys: truthOf(named.sort_keys ?? nice),
    keepsUnicode: !truthOf(named.ensure_ascii ?? true),
  };
}

/** `to_yaml` and `to_nice_yaml` with the arguments of PyYAML's `dump`. */
function yaml(value: unknown, named: Named, nice: boolean): string {
  const flow = named.default_flow_style ?? null;
  return writeYaml(value, {
    indent: countOf(named.indent ?? undefined, nice ? 4 : 2),
    width: named.width === undefined ? 80 : amountOf(named.width),
    sortsKeys: truthOf(named.sort_keys ?? true),
    hasFlow: !nice && flow !== false,
  });
}

const YAML = { ...dialectOptions('ansible'), merge: true, logLevel: 'error' } as const;

function fromYaml(text: string): unknown {
  const document = parseDocument(text, YAML);
  const [fault] = document.errors;
  if (fault) throw new ValueFault(`the text is no YAML: ${fault.message.split('\n')[0]}`);
  return dataIn(document);
}

function dataIn(document: { toJS(): unknown }): unknown {
  try {
    return shallow(document.toJS() ?? null);
  } catch (error) {
    if (error instanceof ValueFault) throw error;
    throw new ValueFault(`the text is no YAML: ${error instanceof Error ? error.message : error}`);
  }
}

function fromJson(text: string): unknown {
  try {
    return shallow(JSON.parse(text));
  } catch (error) {
    if (error instanceof ValueFault) throw error;
    throw new ValueFault(`the text is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

const HASHES = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

function hash(value: unknown, name: string): string {
  if (!HASHES.has(name))
    throw new ValueFault(`there is no hash ${name}`, `There are ${[...HASHES].join(', ')}.`);
  return hiddenAs(strOf(value), createHash(name).update(strOf(value)).digest('hex'));
}

/** A hash of what no output has is guessed from: no output has it either. */
function hiddenAs(text: string, hashed: string): string {
  if (hiddenTexts.conceal(text) !== text) hiddenTexts.hide(hashed);
  return hashed;
}

/** RFC 4122, version 5, in Ansible's namespace or one that is given. */
function uuid(name: string, namespace: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (space.length !== 16) throw new ValueFault(`${namespace} is no UUID`);
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What writes a value as data; `named` are the arguments of Python's `dump`. */
const written = (names: string, write: (value: unknown, named: Named) => string) =>
  openOperation(
    names,
    (value, { list, named }) =>
      new Safe(write(value, list.length > 0 ? { indent: list[0], ...named } : named), 'data'),
  );

export const ENCODING = {
  to_json: written('indent sort_keys ensure_ascii', (value, named) => json(value, jsonStyle(named, false))),
  tojson: written('indent sort_keys ensure_ascii', (value, named) =>
    json(value, { ...jsonStyle(named, false), sortsKeys: true }),
  ),
  to_nice_json: written('indent sort_keys ensure_ascii', (value, named) =>
    json(value, jsonStyle(named, true)),
  ),
  from_json: operation('', (value: unknown) => fromJson(textOf(value))),
  to_yaml: written('indent width sort_keys default_flow_style', (value, named) => yaml(value, named, false)),
  to_nice_yaml: written('indent width sort_keys default_flow_style', (value, named) =>
    yaml(value, named, true),
  ),
  from_yaml: operation('', (value: unknown) => (isText(value) ? fromYaml(plain(value)) : value)),
  from_yaml_all: operation('', (value: unknown) => {
    const documents = parseAllDocuments(textOf(value), YAML);
    if ('empty' in documents) return [];
    return documents.map(dataIn);
  }),
  b64encode: operation('encoding', (value: unknown) => Buffer.from(textOf(value)).toString('base64')),
  b64decode: operation('encoding', (value: unknown) => Buffer.from(textOf(value), 'base64').toString()),
  hash: operation('hashtype', (value: unknown, [name]) => hash(value, strOf(name ?? 'sha1'))),
  md5: operation('', (value: unknown) => hash(value, 'md5')),
  sha1: operation('', (value: unknown) => hash(value, 'sha1')),
  checksum: operation('', (value: unknown) => hash(value, 'sha1')),
  to_uuid: operation('namespace', (value: unknown, [namespace]) =>
    hiddenAs(strOf(value), uuid(strOf(value), strOf(namespace ?? '361E6D51-FAEC-444A-9079-341386DA8E2E'))),
  ),
  type_debug: operation('', typeName),
};
