import type { Problem } from '../problem.ts';
import { readText } from './read-text.ts';

/** The patterns of a `--limit`, in which `@FILE` stands for the lines of a file. */
export function readLimit(limit: string): { patterns: string[]; problems: Problem[] } {
  const findings = { problems: [], warnings: [] };
  const patterns = limit.split(',').flatMap((part) => {
    const pattern = part.trim();
    if (!pattern.startsWith('@')) return [pattern];
    const lines = readText(pattern.slice(1), findings)?.split('\n') ?? [];
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  });
  return { patterns, problems: findings.problems };
}
