import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesOf } from './circles.ts';
import { ALLOWED } from './rooms.ts';

const SRC = join(import.meta.dirname, '../src');
const read = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const sources = read(SRC);
const tests = read(import.meta.dirname);
const imports = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => ({ file, to: match[1] ?? '' })),
);
const own = imports
  .filter(({ to }) => /^\..*\.ts$/.test(to))
  .map(({ file, to }) => ({ file, to: relative(SRC, join(SRC, dirname(file), to)) }));
const outside = imports.filter(({ to }) => !to.startsWith('.'));

describe('the imports', () => {
  it('between rooms are those of the design', () => {
    expect(own.length).toBeGreaterThan(200);
    const isAllowed = (from: string, to: string) => from === to || (ALLOWED[from] ?? []).includes(to);
    const refused = own.filter(({ file, to }) => !isAllowed(roomOf(file), roomOf(to)));
    const says = refused.map(
      ({ file, to }) => `${file} imports ${to}: '${roomOf(to)}' for '${roomOf(file)}'`,
    );
    expect(says, 'Move what is imported, or add to test/rooms.ts what is listed here').toEqual([]);
  });

  it('that the design allows are used', () => {
    const used = new Set(own.map(({ file, to }) => `${roomOf(file)} ${roomOf(to)}`));
    const listed = Object.entries(ALLOWED).flatMap(([from, to]) => to.map((one) => `${from} ${one}`));
    const unused = listed.filter((pair) => !used.has(pair));
    expect(unused, 'Take these out of test/rooms.ts: the first room imports nothing of the second').toEqual(
      [],
    );
  });

  it('make no circle of files, types included', () => {
    const graph = new Map(
      sources.map(({ file }) => [file, own.filter((one) => one.file === file).map(({ to }) => to)]),
    );
    expect(graph.size).toBeGreaterThan(200);
    expect(circlesOf(graph), 'Move what several files of a circle use into a file of its own').toEqual([]);
  });

  it('of ssh libraries are in the transport alone', () => {
    const users = outside.filter(({ to }) => to === 'node-ssh' || to === 'ssh2').map(({ file }) => file);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !file.startsWith('transport/'))).toEqual([]);
  });

  it('keep modules apart from each other', () => {
    const between = own.filter(
      ({ file, to }) =>
        roomOf(file) === 'modules' &&
        file !== 'modules/index.ts' &&
        /^modules\/(?!(module|arguments)\.ts)/.test(to),
    );
    expect(between, 'Move what both modules use into src/host/ or another room').toEqual([]);
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
    expect(
      lengths.filter(({ lines }) => lines > 250),
      'Divide these files',
    ).toEqual([]);
    const median = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b)[
      Math.floor(lengths.length / 2)
    ];
    expect(median, 'The median of the lines of a file').toBeLessThanOrEqual(80);
  });
});

describe('the rooms', () => {
  const rooms = new Map<string, number>();
  for (const { file } of sources) rooms.set(roomOf(file), (rooms.get(roomOf(file)) ?? 0) + 1);

  it('have at most 26 files; modules may have more', () => {
    const crowded = [...rooms].filter(([room, files]) => room !== 'modules' && files > 26);
    expect(crowded, 'Divide these folders').toEqual([]);
  });

  it('have a sentence each in docs/architecture.md', () => {
    const text = readFileSync(join(import.meta.dirname, '../docs/architecture.md'), 'utf8');
    const missing = [...rooms.keys()].filter(
      (room) => !text.includes(`\`${room}${room.includes('.') ? '' : '/'}\``),
    );
    expect(missing, 'Add these to the table of rooms').toEqual([]);
  });
});

/** The folder of a file; a file right below src is a room of its own. */
function roomOf(file: string): string {
  return dirname(file) === '.' ? file : dirname(file);
}
