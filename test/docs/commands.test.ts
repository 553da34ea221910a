import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, Io } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/line.ts';
import { COMMANDS } from '../commands/every-command.ts';
import { blocks, DOCUMENTS, documentAt, prose, ROOT } from './documents.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const scripts: Record<string, string> = manifest.scripts;
const isCommand = (line: string) => /^virtfleet [a-z]|dist\/cli\.js [a-z]/.test(line);

const typed = blocks('sh').flatMap(({ where, text }) =>
  text
    .split('\n')
    .filter(isCommand)
    .map((line) => ({ where, line })),
);
/** `virtfleet run --check` in running text names an option, and is no line to type. */
const named = DOCUMENTS.flatMap((one) =>
  [...prose(one).matchAll(/`([^`\n]+)`/g)].map(([, line = '']) => ({ where: one.path, line })),
).filter(({ line }) => isCommand(line) && !/\[|\b[A-Z]{4,}\b/.test(line));

describe('the commands', () => {
  it('are many', () => {
    expect(typed.length).toBeGreaterThan(30);
    expect(named.length).toBeGreaterThan(10);
  });

  it.each(typed)('$where: $line', async ({ line }) => {
    expect(await parsed(line)).toEqual([0, '']);
  });

  it.each(named)('$where names $line', async ({ line }) => {
    const [code, said] = await parsed(line);
    expect([code, said.replace(/^error: missing required argument .*\n/, '')]).toEqual([said ? 1 : 0, '']);
  });

  it('show every command', () => {
    const missing = COMMANDS.filter(({ name }) => !typed.some(({ line }) => line.includes(` ${name}`)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('of npm exist', () => {
    const used = DOCUMENTS.flatMap(({ text }) => [
      ...text.matchAll(/\bnpm (?:run (?:-s )?([a-z:-]+)|(test|start)\b)/g),
    ]).map(([, script, own]) => script ?? own ?? '');
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('of npm all stand in CONTRIBUTING.md or build on those that do', () => {
    const text = documentAt('CONTRIBUTING.md');
    const all = [
      'check',
      'test',
      'demo',
      'conformance',
      'lockout',
      'controllers',
      'bench',
      'lab',
      'reference',
    ];
    expect(all.filter((name) => !new RegExp(`npm (run )?(-s )?${name}\\b`).test(text))).toEqual([]);
  });
});

/** What the command line makes of a line, without doing it: exit code and error. */
async function parsed(line: string): Promise<readonly [number, string]> {
  const [name, ...words] = wordsOf(line.replace(/^.*?(virtfleet|dist\/cli\.js) /, ''));
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) return [1, `no command ${name}`];
  const said: string[] = [];
  const io = { out: () => {}, err: (text: string) => said.push(text) } as unknown as Io;
  const code = await runCommand({ ...(command as Command), run: async () => 0 }, words, io);
  return [code, said.join('')];
}

/** The words of a line up to a comment, a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)];
  const end = words.findIndex(([, , , plain = '']) => /^[#|>]/.test(plain));
  return words.slice(0, end < 0 ? undefined : end).map(([, one, two, three]) => one ?? two ?? three ?? '');
}
