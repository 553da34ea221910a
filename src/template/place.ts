import type { Place } from '../problem.ts';

/**
 * The place of a part of `text`, given where the text itself begins.
 * A YAML string does not always stand in its file as it reads (quotes, escapes, folded lines). Where the source
 * is known and shows something else at the computed spot, the place of the whole text is the honest answer.
 */
export function placeWithin(place: Place, text: string, start: number, end: number): Place {
  const length = Math.max(1, Math.min(end, lineEnd(text, start)) - start);
  const { source } = place;
  if (source === undefined) {
    return text.lastIndexOf('\n', start - 1) < 0 ? { ...place, column: place.column + start, length } : place;
  }
  const first = lineStart(source, place.line) + place.column - 1;
  const quote = source[first] === '"' || source[first] === "'" ? 1 : 0;
  const lines = text.slice(0, start).split('\n');
  const line = place.line + lines.length - 1;
  const before = lines.at(-1) ?? '';
  // Lines of a block scalar are indented alike, so the column of the first one holds for all of them.
  const column = place.column + before.length + (lines.length === 1 ? quote : 0);
  const offset = lineStart(source, line) + column - 1;
  const shown = source.slice(offset - before.length, offset + length);
  if (shown !== before + text.slice(start, start + length)) return place;
  return { ...place, line, column, length };
}

/** The place of the characters `start` to `end` of a whole file. */
export function placeIn(file: string, source: string, start: number, end: number): Place {
  const before = source.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  return { file, line, column, length: Math.max(1, Math.min(end, lineEnd(source, start)) - start), source };
}

/** The offset of the first character of a line; lines count from 1. */
export function lineStart(source: string, line: number): number {
  let offset = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = source.indexOf('\n', offset);
    if (next < 0) return source.length;
    offset = next + 1;
  }
  return offset;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
