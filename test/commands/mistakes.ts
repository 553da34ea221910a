import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/commands/run.ts';
import { typed } from './project.ts';

/** What the command line says of one task. */
export interface Mistake {
  /** The characters under which the marks stand. */
  underlined: string;
  /** All that is said beside the place, its lines joined. */
  text: string;
}

const HEAD = ['- hosts: all', '  tasks:'];

/**
 * What `run --syntax-check` says of tasks, each written on one line of one playbook. Throws where it is not a list of
 * mistakes, each at a task.
 */
export async function mistakesOf(
  tasks: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, readonly Mistake[]>> {
  const lines = tasks.map((task) => `    - ${task}`);
  const { code, err } = await checked([...HEAD, ...lines, ''].join('\n'), files);
  if (code !== 1 && code !== 0) throw new Error(`ended with ${code}: ${err}`);
  const found = new Map<string, Mistake[]>(tasks.map((task) => [task, []]));
  for (const block of err.split(/^error: /m).slice(1)) {
    const [, line = '', column = ''] = /^ {2}(?:used by )?site\.yaml:(\d+):(\d+)/m.exec(block) ?? [];
    const task = tasks[Number(line) - HEAD.length - 1];
    if (task === undefined) throw new Error(`not at a task: ${block}`);
    found.get(task)?.push({
      underlined: underlined(block, lines[tasks.indexOf(task)] ?? '', Number(column)),
      text: said(block),
    });
  }
  return found;
}

/** In a folder of its own, for the time of the call. */
async function checked(playbook: string, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  const all = { 'hosts.yaml': 'all: { hosts: { hv01: } }\n', 'site.yaml': playbook, ...files };
  try {
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts.yaml'), '--syntax-check'];
    return await typed(run, folder, ...words);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text above the marks of the code frame. */
function underlined(block: string, line: string, column: number): string {
  const marks = /^ +\| +(\^+)$/m.exec(block)?.[1] ?? '';
  return line.slice(column - 1, column - 1 + marks.length);
}

/** Summary, detail and hint in one line. */
function said(block: string): string {
  const lines = block
    .split('\n')
    .filter((line) => !/^(> *| *)\d* \|| site\.yaml:\d/.test(line) && !/^\d+ problems?\.$/.test(line));
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
}
