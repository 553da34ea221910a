import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { dialectOptions } from '../yaml/tags.ts';

/** A YAML file that is edited where something differs; every other letter stays. */
export class Source {
  readonly path: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly #edits: Edit[] = [];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    this.document = parseDocument(text, { ...dialectOptions('ansible'), logLevel: 'silent' });
  }

  /** The text with all edits, which end lines as the text does. */
  get edited(): string {
    const newline = this.text.includes('\r\n') ? '\r\n' : '\n';
    // From the end; of those at one place the first comes out first.
    return this.#edits
      .toReversed()
      .toSorted((one, other) => other.start - one.start)
      .reduce(
        (text, { start, end, text: own }) =>
          text.slice(0, start) + own.replaceAll(/\r?\n/g, newline) + text.slice(end),
        this.text,
      );
  }

  edit(edit: Edit): void {
    this.#edits.push(edit);
  }

  get isEdited(): boolean {
    return this.#edits.length > 0;
  }

  /** The outermost map that begins at a line and column, both from 1. */
  mapAt(place: LinePlace): YAMLMap | undefined {
    const offset = this.#offsetOf(place);
    let found: YAMLMap | undefined;
    visit(this.document, {
      Map: (_, map) => {
        if (map.range?.[0] !== offset) return undefined;
        found = map;
        return visit.BREAK;
      },
    });
    return found;
  }

  /** The outermost value of a key that begins there. */
  valueAt(place: LinePlace): Spot | undefined {
    const offset = this.#offsetOf(place);
    let found: Spot | undefined;
    visit(this.document, {
      Pair: (_, pair, path) => {
        const map = path.at(-1);
        if (!isMap(map) || !isNode(pair.value) || pair.value.range?.[0] !== offset) return undefined;
        found = { source: this, map, pair };
        return visit.BREAK;
      },
    });
    return found;
  }

  #offsetOf({ line, column }: LinePlace): number {
    const before = this.text.split('\n').slice(0, line - 1);
    return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  }

  /** The column of an offset, from 0. */
  columnOf(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }
}

/** Counted from 1. */
interface LinePlace {
  line: number;
  column: number;
}

/** What replaces a part of a text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Where a value stands: behind a key of a map, or as an item of a list. */
export type Spot = { source: Source } & ({ map: YAMLMap; pair: Pair } | { list: YAMLSeq; index: number });

/** The node of a value. */
export function nodeAt(spot: Spot): Node | null {
  const node = 'pair' in spot ? spot.pair.value : spot.list.items[spot.index];
  return isNode(node) ? node : null;
}

/** Whether others of the file refer to a value by its anchor. */
export function isUsedElsewhere(spot: Spot): boolean {
  const node = nodeAt(spot);
  const anchor = node && !isAlias(node) ? node.anchor : undefined;
  if (anchor === undefined) return false;
  let isUsed = false;
  visit(spot.source.document, {
    Alias: (_, alias) => {
      if (alias.source !== anchor) return undefined;
      isUsed = true;
      return visit.BREAK;
    },
  });
  return isUsed;
}

/** What a key of a map leads to; undefined where the map does not have it itself. */
export function spotOf(source: Source, map: YAMLMap, name: string): Spot | undefined {
  const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  return pair && { source, map, pair };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
