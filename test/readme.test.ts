import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Command, Io } from '../src/commands/command.ts';
import { runCommand } from '../src/commands/line.ts';
import { MODULES } from '../src/modules/index.ts';
import { STATUSES } from '../src/plan/outcome.ts';
import { loadPlaybook } from '../src/playbook/read/load.ts';
import { exitCode } from '../src/report/exit-code.ts';
import { runJson } from '../src/report/json.ts';
import type { RunRecord } from '../src/report/run-record.ts';
import { COMMANDS } from './commands/every-command.ts';
import { change, outcome } from './report/outcomes.ts';

const ROOT = join(import.meta.dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

/** The texts of all blocks in one language. */
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
/** The rows of the table whose first column has this head. */
const rows = (head: string) => {
  const [, table = ''] =
    new RegExp(`^\\| ${head} +\\|.*\\n\\|[ |-]+\\n((?:\\|.*\\n)+)`, 'm').exec(readme) ?? [];
  return table
    .split('\n')
    .filter(Boolean)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};

describe('the commands', () => {
  const inBlocks = blocks('sh').flatMap((text) => text.split('\n'));
  const inText = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  const lines = [...inBlocks, ...inText].filter((line) => /^virtfleet [a-z]|dist\/cli\.js/.test(line));

  test.for(lines)('%s', async (line) => {
    const [verb, ...words] = wordsOf(line.replace(/^.*?(virtfleet|dist\/cli\.js) /, ''));
    const command = COMMANDS.find(({ name }) => name === verb);
    expect(command, `no verb ${verb}`).toBeDefined();
    // `virtfleet run --check` in running text names an option, not a line to type.
    const missing = command?.arguments?.startsWith('<') && inText.includes(line) ? ['playbook.yaml'] : [];
    const said: string[] = [];
    const io = { out: () => {}, err: (text: string) => said.push(text) } as unknown as Io;
    const parsed = { ...(command as Command), run: async () => 0 };
    expect(await runCommand(parsed, [...words, ...missing], io), said.join('')).toBe(0);
  });

  test('show every verb', () => {
    expect(
      COMMANDS.map(({ name }) => name).filter((name) => !lines.some((line) => line.includes(` ${name}`))),
    ).toEqual([]);
  });

  test('of npm exist', () => {
    const named = [...readme.matchAll(/npm (?:run (?:-s )?)?(demo|test|check|build|lab|unit|bench)\b/g)];
    const names = new Set(named.map(([, name = '']) => name));
    expect([...names]).toEqual(expect.arrayContaining(['demo', 'test', 'check']));
    expect([...names].filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

test('the playbooks have no mistakes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const playbooks = blocks('yaml');
  expect(playbooks.length).toBeGreaterThan(0);
  for (const text of playbooks) {
    const path = join(folder, 'playbook.yaml');
    writeFileSync(path, text);
    const { playbook, problems, warnings } = loadPlaybook(path);
    expect(problems.concat(warnings)).toEqual([]);
    expect(playbook.plays.length).toBeGreaterThan(0);
  }
});

test('the modules are all there are', () => {
  expect(rows('module')).toEqual(MODULES.map(({ name, summary }) => [`\`${name}\``, summary]));
});

test('the exit codes are those that a run can have, a mistake and a bug', () => {
  const codes = STATUSES.flatMap((status) =>
    (['check', 'drift'] as const).flatMap((mode) =>
      [true, false].map((interrupted) =>
        exitCode([outcome('hv01', { status })], { mode, exitCode: true, interrupted }),
      ),
    ),
  );
  const possible = [...new Set<number>([...codes, 1, 70])].sort((a, b) => a - b);
  expect(rows('code').map(([code]) => Number(code))).toEqual(possible);
});

test('the JSON has the keys of a real document', () => {
  const changes = [change('running net.ipv4.ip_forward', { before: '0', after: '1' })];
  const tasks = [
    outcome('hv01', { status: 'would-change', place: { file: '', line: 1, column: 1 }, changes }),
  ];
  const about = { run: '', operator: '', playbook: '', started: '', ended: '', mode: 'check' } as const;
  const record: RunRecord = { ...about, hosts: ['hv01'], tasks, interrupted: false };
  const commit = { id: '', changed: false };
  const real = runJson(record, { virtfleet: '', commit, diff: false, exitCode: 3 });
  const [shown = ''] = blocks('json');
  expect(keysOf(JSON.parse(shown))).toEqual(keysOf(JSON.parse(real)));
});

test('the statuses are all there are', () => {
  const [, listed = ''] = /^`status` is one of (.*)\.$/m.exec(readme) ?? [];
  expect(listed).toBe(STATUSES.map((status) => `\`${status}\``).join(', '));
});

/** The words of a line up to a comment, a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const [plain = ''] = line.split(/ +[#|>] ?/);
  return [...plain.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, one, two, three]) => one ?? two ?? three ?? '',
  );
}

/** The shape of a document: its keys at every depth, without the values. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]));
}
