import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What a folder of src may import of ours, besides itself. `a/b` is one file or folder in it. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  plan: [],
  problem: [],
  libvirt: ['plan', 'problem'],
  netplan: ['plan', 'problem', 'template/output-yaml'],
  dnsmasq: ['plan', 'problem', 'template/suggest'],
  template: ['plan', 'problem'],
  transport: ['plan', 'problem'],
  inventory: ['plan', 'problem', 'template'],
  modules: ['plan', 'problem', 'libvirt', 'netplan', 'dnsmasq', 'template'],
  playbook: ['plan', 'problem', 'template', 'inventory', 'modules'],
  engine: ['plan', 'problem', 'transport', 'playbook/task', 'report/events'],
  report: ['plan', 'problem'],
  reach: ['inventory', 'problem', 'template', 'transport'],
  look: ['engine', 'inventory', 'plan', 'problem', 'reach', 'run', 'transport'],
  run: ['engine', 'inventory', 'plan', 'playbook', 'problem', 'reach', 'report', 'template', 'transport'],
  commands: [
    'inventory',
    'libvirt',
    'look',
    'modules',
    'playbook',
    'plan',
    'problem',
    'report',
    'run',
    'template',
    'transport',
  ],
  cli: ['commands'],
};

const SRC = join(import.meta.dirname, '../src');
/** The TypeScript below a folder; what was recorded of hosts is data in files of other names. */
const read = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const sources = read(SRC);
const tests = read(import.meta.dirname);
const imports = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => ({ file, to: match[1] ?? '' })),
);
const own = imports.filter(({ to }) => to.startsWith('.'));
const outside = imports.filter(({ to }) => !to.startsWith('.'));

describe('the import directions', () => {
  it('are those of the design', () => {
    expect(own.length).toBeGreaterThan(200);
    expect(own.filter(({ file, to }) => !isAllowed(file, to))).toEqual([]);
  });

  it('keep ssh libraries in the transport', () => {
    const users = outside.filter(({ to }) => to === 'node-ssh' || to === 'ssh2').map(({ file }) => file);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !file.startsWith('transport/'))).toEqual([]);
  });

  it('keep modules apart from each other', () => {
    const between = own.filter(
      ({ file, to }) =>
        file.startsWith('modules/') &&
        file !== 'modules/index.ts' &&
        /^\.\/(?!(module|arguments)\.ts)/.test(to),
    );
    expect(between).toEqual([]);
  });
});

describe('the files', () => {
  it('touch the process in cli.ts alone', () => {
    const users = sources.filter(({ text }) => /\bprocess\.\w/.test(text)).map(({ file }) => file);
    expect(users).toEqual(['cli.ts']);
  });

  it.each([
    ['src', sources],
    ['test', tests],
  ])('of %s are short', (_, all) => {
    const lengths = all.map(({ file, text }) => ({ file, lines: text.split('\n').length }));
    expect(lengths.length).toBeGreaterThan(100);
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
    const median = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b)[
      Math.floor(lengths.length / 2)
    ];
    expect(median).toBeLessThanOrEqual(80);
  });
});

function isAllowed(file: string, to: string): boolean {
  const target = relative(SRC, join(SRC, dirname(file), to)).replace(/\.ts$/, '');
  const from = topOf(file);
  if (topOf(target) === from) return true;
  return (ALLOWED[from] ?? []).some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
}

function topOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '');
}
