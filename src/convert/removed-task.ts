import type { YAMLMap } from 'yaml';
import type { Edit, Range, Source } from './source.ts';

/** The edit that takes a task out of its list, but not the comments in it; undefined where lines have more than it. */
export function withoutTask({ text, comments }: Source, node: YAMLMap): Edit | undefined {
  const [first = 0] = node.range ?? [];
  const dash = /(?:^|\n)([ \t]*)-[ \t]*(?:#.*)?(?:\n[ \t]*)?$/.exec(text.slice(0, first));
  if (!dash) return undefined;
  const [found, indent = ''] = dash;
  const start = dash.index + (found.startsWith('\n') ? 1 : 0);
  const end = lineEnd(text, endOf(text, node));
  const rest = text.slice(endOf(text, node), end).trim();
  if (rest !== '' && !rest.startsWith('#')) return undefined;
  const kept = textsIn(text, comments, { start, end }).map((comment) => `${indent}${comment}\n`);
  return kept.length > 0 ? { start, end, text: kept.join('') } : { ...withBlank(text, start, end), text: '' };
}

/** The comments of a range, as they are written. */
export function textsIn(text: string, comments: readonly Range[], { start, end }: Range): string[] {
  return comments
    .filter((each) => each.start >= start && each.end <= end)
    .map((each) => text.slice(each.start, each.end));
}

/** Where the last character of a node stands that is no blank; comments behind it are no part of it. */
export function endOf(text: string, node: { range?: readonly number[] | null | undefined }): number {
  const [start = 0, end = 0] = node.range ?? [];
  return start + text.slice(start, end).trimEnd().length;
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
}

/** With the empty line above it, so that there are not two. */
function withBlank(text: string, start: number, end: number): Range {
  const isLast = /^\s*$/.test(text.slice(end));
  const isFollowed = isLast || /^[ \t]*\r?\n/.test(text.slice(end));
  const [blank = ''] = (isFollowed && /(?<=\n)[ \t]*\r?\n$/.exec(text.slice(0, start))) || [];
  return { start: start - blank.length, end };
}
