import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './release.ts';

/** What docs/tutorial.md has its reader do, but for the installation. */
export interface Tutorial {
  playbook: string;
  /** Lines to type, each with the exit code that it says. */
  lines: readonly { line: string; code: number }[];
}

/** Drift checks end with 3 until the playbook is applied, and with 0 after that. */
const DRIFTED = 3;

/** The tutorial for a host of this name in place of hv01. */
export function tutorial(host: string): Tutorial {
  const text = readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8');
  const all = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const blocks = (language: string) =>
    all.flatMap(([, name, block = '']) => (name === language ? [block] : []));
  const [playbook = ''] = blocks('yaml');
  const typed = blocks('sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('virtfleet '))
    .map((line) => line.replaceAll('hv01', host));
  const applied = typed.findIndex((line) => /^virtfleet run (?!.*--(syntax-)?check)/.test(line));
  if (playbook === '' || typed.length < 8 || applied < 0)
    throw new Error('docs/tutorial.md has no steps any more');
  const lines = typed.map((line, index) => ({
    line,
    code: line.startsWith('virtfleet drift') && index < applied ? DRIFTED : 0,
  }));
  return { playbook, lines };
}
