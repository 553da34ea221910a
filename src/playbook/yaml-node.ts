import type { Place } from '../problem.ts';
import type { Path } from '../template/interpolation/data.ts';
import { lineStart } from '../template/place.ts';
import { entry, isMap } from '../template/values.ts';
import type { YamlFile } from '../yaml/yaml.ts';

/** A part of a playbook: its value, and where it and what is below it stand. */
export class Part {
  readonly value: unknown;
  readonly yaml: YamlFile;
  readonly path: Path;
  /** Where keys stand that were added with `and`. */
  readonly #elsewhere: ReadonlyMap<string | number, Part>;

  constructor(
    yaml: YamlFile,
    path: Path,
    value: unknown,
    elsewhere: ReadonlyMap<string | number, Part> = new Map(),
  ) {
    this.yaml = yaml;
    this.path = path;
    this.value = value;
    this.#elsewhere = elsewhere;
  }

  /** Where the value begins. */
  get place(): Place {
    return this.placeOf([]);
  }

  /** Where the key stands whose value this is. */
  get keyPlace(): Place {
    return this.yaml.placeOfKey(this.path);
  }

  /** The part at a key or index; its value is undefined when nothing is there. */
  at(key: string | number): Part {
    return new Part(this.yaml, [...this.path, key], entry(this.value, String(key)));
  }

  /** Another value in the same place. */
  with(value: unknown): Part {
    return new Part(this.yaml, this.path, value);
  }

  /** Both maps as one; a key that both have is this one's. */
  and(other: Part): Part {
    const [own, more] = [this.value, other.value];
    if (!isMap(own) || !isMap(more)) return this;
    const added = Object.keys(more).filter((key) => !Object.hasOwn(own, key));
    const elsewhere = new Map([...this.#elsewhere, ...added.map((key) => [key, other] as const)]);
    return new Part(this.yaml, this.path, { ...more, ...own }, elsewhere);
  }

  /** The items of a list; a single value counts as a list of one, nothing as an empty one. */
  items(): Part[] {
    if (Array.isArray(this.value)) return this.value.map((_, index) => this.at(index));
    return this.value === undefined || this.value === null ? [] : [this];
  }

  /** The items that are text: also what YAML reads as true or false, as it is written. */
  texts(): string[] {
    return this.items().flatMap((item) => {
      if (typeof item.value === 'boolean') return [item.textOf([])];
      return typeof item.value === 'string' ? [item.value] : [];
    });
  }

  /** The text of the file at which a value stands, up to the end of its line. */
  textOf(below: Path): string {
    const { source = '', line, column, length = 0 } = this.placeOf(below);
    const start = lineStart(source, line) + column - 1;
    return source.slice(start, start + length);
  }

  placeOf(below: Path): Place {
    const other = this.#elsewhere.get(below[0] ?? '');
    if (other) return other.placeOf(below);
    return this.yaml.placeOf([...this.path, ...below]);
  }

  placeOfKey(below: Path): Place {
    const other = this.#elsewhere.get(below[0] ?? '');
    if (other) return other.placeOfKey(below);
    return this.yaml.placeOfKey([...this.path, ...below]);
  }
}
