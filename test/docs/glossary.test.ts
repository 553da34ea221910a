import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DECLARATIONS } from '../../src/commands/declaration/index.ts';
import { main } from '../../src/commands/main/main.ts';
import { MODULES } from '../../src/modules/index.ts';
import { listening } from '../commands/project.ts';
import { DOCUMENTS, documentAt, prose, ROOT } from './documents.ts';

/** Words that docs/glossary.md replaces, with what to write instead. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/\bwanted\b/i, 'desired'],
  [/\blaptop\b(?! \()/i, 'controller'],
  [/\bthis machine\b/i, 'the controller'],
  [/\bway back\b/i, 'rollback'],
  [/\btaken back\b/i, 'rolled back'],
  [/\b(is|are|was|were|be) told\b/i, 'gets, is reported'],
  [/\banew\b/i, 'again'],
  [/\bnobody (can )?knows?\b/i, 'is unknown, cannot be predicted'],
  [/\bshall\b/i, 'must, will'],
  [/\bbe it\b/i, 'even if'],
  [/\bso is\b/i, 'as is'],
  [/\boddit(y|ies)\b|\bis odd\b/i, 'finding'],
  [/\bstrays?\b/i, 'orphaned'],
  [/\bverbs?\b/i, 'command'],
  [/\bverdicts?\b/i, 'result'],
  [/\bcomplain(s|ed|ts?)?\b/i, 'report'],
  [/\bwould not get through\b/i, 'would fail'],
  [/\bheld back\b/i, 'not started'],
];

/** The names of programs, users and files are theirs. */
const NAMES = /alice@laptop|-w, --wanted/g;

function replaced(text: string): string[] {
  const lines = text.replaceAll(NAMES, '').split('\n');
  return REPLACED.flatMap(([word, instead]) =>
    lines.flatMap((line) => {
      const [old] = word.exec(line) ?? [];
      return old === undefined ? [] : `instead of "${old}" say ${instead}: ${line.trim()}`;
    }),
  );
}

describe('the words that the glossary replaces are not', () => {
  it.each(DOCUMENTS.map((one) => [one.path, one] as const))('in %s', (_path, one) => {
    expect(replaced(prose(one))).toEqual([]);
  });

  const pages = [
    ['--help'],
    ...DECLARATIONS.map(({ name }) => [name, '--help']),
    ...MODULES.map(({ name }) => ['modules', name]),
    ['keywords'],
    ['functions'],
  ];
  it.each(pages.map((words) => [words.join(' '), words] as const))('on the page %s', async (_name, words) => {
    const { printed, io } = listening({ width: 10_000 });
    expect(await main(words, io)).toBe(0);
    expect(replaced(printed.out)).toEqual([]);
  });

  it('in messages', () => {
    const src = join(ROOT, 'src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const texts = files.flatMap((file) => messagesOf(readFileSync(join(src, file), 'utf8')));
    // What has three words in a row is a sentence, and not code between two texts.
    const messages = texts.filter((text) => /[a-z]+ [a-z]+ [a-z]+/i.test(text));
    expect(messages.length).toBeGreaterThan(500);
    expect(messages.flatMap(replaced)).toEqual([]);
  });
});

it('the glossary is in order, and each word has a sentence', () => {
  const rows = [...documentAt('docs/glossary.md').matchAll(/^\| ([a-z][^|]*?) +\| (.*?) +\|$/gm)].slice(1);
  const words = rows.map(([, word = '']) => word);
  expect(words.length).toBeGreaterThan(40);
  expect(words).toEqual(words.toSorted((a, b) => a.localeCompare(b)));
  expect(rows.filter(([, , sentence = '']) => !/^[A-Z].*\.$/.test(sentence)).map(([row]) => row)).toEqual([]);
});

/** Texts in quotes that have more than one word and are on one line, comments left out. */
function messagesOf(source: string): string[] {
  const code = source.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)* (?:[^'\\\n]|\\.)*)'|`([^`\n]* [^`\n]*)`/g)].map(
    ([, quoted, template]) => quoted ?? template?.replaceAll(/\$\{[^}]*\}/g, '') ?? '',
  );
}
