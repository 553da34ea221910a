import { existsSync } from 'node:fs';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../template/suggest.ts';
import { readText } from './read-text.ts';
import { splitPattern } from './split-pattern.ts';

/** What `@NAME` in a limit can name of a run. */
const HOST_SETS = ['failed', 'unreachable', 'changed', 'not-done'] as const;

/** The hosts of such sets, by how they are written: `@failed`, `@failed:12`. */
export type LimitSets = ReadonlyMap<string, readonly string[]>;

/**
 * `@failed` and `@failed:RUN`, alone between commas and colons, with `&` or `!` before it. What stands behind its colon
 * is a run, unless it begins with `&`, `!` or `@`: whoever means a host writes a comma.
 */
const SET = new RegExp(`(?<=^|:)([&!]?)(@(${HOST_SETS.join('|')})(?::(?![&!@])([^:]+))?)(?=:|$)`, 'g');

/** A set that a limit names. */
interface NamedSet {
  written: string;
  set: (typeof HOST_SETS)[number];
  run: string | undefined;
}

export function setsIn(limit: string): NamedSet[] {
  return partsBetweenCommas(limit).flatMap((part) =>
    [...part.matchAll(SET)].map(([, , written = '', set, run]) => ({
      written,
      set: set as NamedSet['set'],
      run,
    })),
  );
}

/** The parts of a `--limit`, in which `@FILE` stands for the lines of a file, and `@failed` is a part of its own. */
export function readLimit(limit: string): { parts: string[]; problems: Problem[] } {
  const findings = { problems: [] as Problem[], warnings: [] };
  const parts = partsBetweenCommas(limit).flatMap((part) => {
    const sets = [...part.matchAll(SET)];
    if (sets.length === 0)
      return part.startsWith('@') ? linesOf(part.slice(1), findings) : splitPattern(part);
    findings.problems.push(...sets.flatMap(([, , written = '', , run]) => ambiguity(written, run)));
    const starts = [0, ...sets.map(({ index, 0: all }) => index + all.length)];
    const between = starts.map((start, at) => splitPattern(part.slice(start, sets[at]?.index)));
    return between.flatMap((some, at) => [...some, ...(sets[at] ? [sets[at][0]] : [])]);
  });
  return { parts, problems: findings.problems };
}

function partsBetweenCommas(limit: string): string[] {
  return limit.split(',').map((part) => part.trim());
}

function linesOf(file: string, findings: { problems: Problem[]; warnings: Problem[] }): string[] {
  const before = findings.problems.length;
  const lines = readText(file, findings)?.split('\n') ?? [];
  const meant = didYouMean(file.replace(/:.*/, ''), HOST_SETS);
  const unread = findings.problems.splice(before);
  findings.problems.push(...unread.map((problem) => ({ ...problem, ...meant })));
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap(splitPattern);
}

/** A file may have the name of a set. */
function ambiguity(written: string, run: string | undefined): Problem[] {
  const file = written.slice(1);
  if (run !== undefined || !existsSync(file)) return [];
  const detail = `${written} names hosts of the last run, and there is a file \`${file}\` here, too.`;
  const hint = `Write @./${file} for the file, or ${written}:RUN for the hosts of a run, by its number in virtfleet history.`;
  return [{ code: 'ambiguous-limit', summary: 'A limit can mean two things', detail, hint }];
}
