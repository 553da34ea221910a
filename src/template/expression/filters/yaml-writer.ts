import { isMap } from '../../values.ts';
import { bounded, repeated } from '../values/bounds.ts';
import { compareTexts } from '../values/operators.ts';
import { floatText, strOf } from '../values/text.ts';
import { absent, Float, isText, plain, typeName, Undefined, ValueFault } from '../values/value.ts';
import { escaped, styleOf } from './yaml-scalar.ts';

export interface YamlStyle {
  indent: number;
  width: number;
  sortsKeys: boolean;
  /** Whether lists and maps of nothing but scalars stand on one line. */
  hasFlow: boolean;
}

/**
 * YAML as PyYAML's `dump` writes it with libyaml, down to where it breaks lines: files that Ansible wrote do not differ.
 * Throws ValueFault.
 */
export function writeYaml(value: unknown, style: YamlStyle): string {
  const writer = new Writer(style);
  writer.node(value, { isFlow: false, isKey: false, isInMap: false });
  return bounded(`${writer.text}\n`);
}

interface Context {
  isFlow: boolean;
  isKey: boolean;
  isInMap: boolean;
}

const BREAK = /[\n\x85\u2028\u2029]/;

/** Follows PyYAML's `Emitter`, whose names its fields have. */
class Writer {
  text = '';
  readonly #style: YamlStyle;
  #column = 0;
  #indent: number | undefined;
  /** Whether nothing but indentation stands on the line. */
  #isIndention = true;
  #isWhitespace = true;

  constructor(style: YamlStyle) {
    this.#style = style;
  }

  node(value: unknown, context: Context): void {
    if (Array.isArray(value)) this.#list(value, context);
    else if (isMap(value)) this.#map(value, context);
    else if (isText(value))
      this.#scalar(plain(value), styleOf(plain(value), context.isFlow, context.isKey), context);
    else this.#scalar(scalarText(value), '', context);
  }

  #isOneLine(values: readonly unknown[], { isFlow }: Context): boolean {
    if (isFlow || values.length === 0) return true;
    return this.#style.hasFlow && values.every((each) => !Array.isArray(each) && !isMap(each));
  }

  #list(list: readonly unknown[], context: Context): void {
    if (this.#isOneLine(list, context)) {
      this.#flow(
        '[',
        ']',
        list.map((each) => () => this.node(each, { isFlow: true, isKey: false, isInMap: false })),
      );
      return;
    }
    this.#deeper(context.isInMap && !this.#isIndention, () => {
      for (const each of list) {
        this.#writeIndent();
        this.#indicator('-', true, false, true);
        this.node(each, { isFlow: false, isKey: false, isInMap: false });
      }
    });
  }

  #map(map: Readonly<Record<string, unknown>>, context: Context): void {
    const keys = this.#style.sortsKeys ? Object.keys(map).sort(compareTexts) : Object.keys(map);
    const isOneLine = this.#isOneLine(
      keys.map((key) => map[key]),
      context,
    );
    const entry = (key: string, isFlow: boolean) => {
      this.node(key, { isFlow, isKey: true, isInMap: true });
      this.#indicator(':', false);
      this.node(map[key], { isFlow, isKey: false, isInMap: true });
    };
    if (isOneLine) {
      this.#flow(
        '{',
        '}',
        keys.map((key) => () => entry(key, true)),
      );
      return;
    }
    this.#deeper(false, () => {
      for (const key of keys) {
        this.#writeIndent();
        entry(key, false);
      }
    });
  }

  #flow(open: string, close: string, parts: readonly (() => void)[]): void {
    this.#indicator(open, true, true);
    const before = this.#indent;
    this.#indent = before === undefined ? this.#style.indent : before + this.#style.indent;
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.#indicator(',', false);
      if (this.#column > this.#style.width) this.#writeIndent();
      part();
    }
    this.#indent = before;
    this.#indicator(close, false);
  }

  #deeper(isIndentless: boolean, work: () => void): void {
    const before = this.#indent;
    if (before === undefined) this.#indent = 0;
    else if (!isIndentless) this.#indent = before + this.#style.indent;
    work();
    this.#indent = before;
  }

  #write(text: string): void {
    this.text = bounded(this.text + text);
    this.#column += [...text].length;
  }

  #lineBreak(): void {
    this.text += '\n';
    this.#column = 0;
    this.#isWhitespace = true;
    this.#isIndention = true;
  }

  #writeIndent(): void {
    const indent = this.#indent ?? 0;
    if (!this.#isIndention || this.#column > indent || (this.#column === indent && !this.#isWhitespace))
      this.#lineBreak();
    if (this.#column < indent) {
      this.#isWhitespace = true;
      this.#write(repeated(' ', indent - this.#column));
    }
  }

  #indicator(mark: string, needsSpace: boolean, isWhitespace = false, isIndention = false): void {
    const text = this.#isWhitespace || !needsSpace ? mark : ` ${mark}`;
    this.#isWhitespace = isWhitespace;
    this.#isIndention = this.#isIndention && isIndention;
    this.#write(text);
  }

  #scalar(text: string, style: '' | "'" | '"', { isKey }: Context): void {
    // The indentation of what a scalar continues with is deeper than that of what it stands in.
    const before = this.#indent;
    this.#indent = before === undefined ? this.#style.indent : before + this.#style.indent;
    if (style === '"') this.#double(text, !isKey);
    else if (style === "'") this.#single(text, !isKey);
    else this.#plain(text, !isKey);
    this.#indent = before;
  }

  #plain(text: string, splits: boolean): void {
    if (text === '') return;
    if (!this.#isWhitespace) this.#write(' ');
    this.#isWhitespace = false;
    this.#isIndention = false;
    for (const part of text.match(/ +|[^ ]+/g) ?? []) {
      if (part === ' ' && this.#column > this.#style.width && splits) {
        this.#writeIndent();
        this.#isWhitespace = false;
        this.#isIndention = false;
      } else this.#write(part);
    }
  }

  #single(text: string, splits: boolean): void {
    this.#indicator("'", true);
    let at = 0;
    for (const part of text.match(/ +|[\n\x85\u2028\u2029]+|[^ \n\x85\u2028\u2029]+/g) ?? []) {
      const isInside = at > 0 && at + part.length < text.length;
      if (part === ' ' && this.#column > this.#style.width && splits && isInside) this.#writeIndent();
      else if (BREAK.test(part)) {
        if (part[0] === '\n') this.#lineBreak();
        for (const _ of part) this.#lineBreak();
        this.#writeIndent();
      } else this.#write(part.replaceAll("'", "''"));
      if (!BREAK.test(part)) this.#isWhitespace = this.#isIndention = false;
      at += part.length;
    }
    this.#indicator("'", false);
  }

  #double(text: string, splits: boolean): void {
    this.#indicator('"', true);
    const characters = [...text];
    let isAfterSpace = false;
    for (const [index, character] of characters.entries()) {
      const isInside = index > 0 && index < characters.length - 1;
      const isFold =
        character === ' ' && splits && !isAfterSpace && this.#column > this.#style.width && isInside;
      if (isFold) {
        this.#writeIndent();
        if (characters[index + 1] === ' ') this.#write('\\');
      } else this.#write(escaped(character));
      isAfterSpace = character === ' ';
      this.#isWhitespace = this.#isIndention = false;
    }
    this.#indicator('"', false);
  }
}

function scalarText(value: unknown): string {
  if (value === null) return 'null';
  if (value === true) return 'true';
  if (value === false) return 'false';
  if (value instanceof Undefined) throw absent(value);
  const number =
    value instanceof Float
      ? value.value
      : typeof value === 'number' && !Number.isSafeInteger(value)
        ? value
        : undefined;
  if (number !== undefined) return yamlFloat(number);
  if (typeof value === 'number' || typeof value === 'bigint') return strOf(value);
  throw new ValueFault(`a value of type ${typeName(value)} is no YAML`);
}

function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = floatText(value);
  return /e/.test(text) && !text.includes('.') ? text.replace('e', '.0e') : text;
}
