import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ansibleNames } from './ansible-tables.ts';
import { commandReference } from './command-reference.ts';
import { DOCUMENTS, documentAt, prose, ROOT } from './documents.ts';
import { moduleReference } from './module-reference.ts';
import { rulePages } from './rule-pages.ts';

it.each([
  ['docs/modules.md', moduleReference],
  ['docs/command-line.md', commandReference],
  ['docs/ansible-names.md', ansibleNames],
] as const)('%s is what npm run reference writes', (path, written) => {
  expect(documentAt(path)).toBe(written());
});

it('docs/rules has a page for each rule, as npm run reference writes it', () => {
  const folder = join(ROOT, 'docs/rules');
  const pages = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  expect(Object.fromEntries(pages)).toEqual(rulePages());
});

describe('the links', () => {
  const links = DOCUMENTS.flatMap((one) =>
    [...prose(one).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => ({ from: one.path, to })),
  ).filter(({ to }) => !/^https?:/.test(to));

  it('are many', () => expect(links.length).toBeGreaterThan(50));

  it('lead to files of the project', () => {
    const dead = links.filter(({ from, to }) => {
      const [path = ''] = to.split('#');
      return path !== '' && !existsSync(join(ROOT, dirname(from), path));
    });
    expect(dead).toEqual([]);
  });

  it('lead to headings that exist', () => {
    const dead = links.filter(({ from, to }) => {
      const [path = '', heading] = to.split('#');
      if (heading === undefined) return false;
      return !headings(documentAt(path === '' ? from : join(dirname(from), path))).includes(heading);
    });
    expect(dead).toEqual([]);
  });

  it('of the README lead to every document', () => {
    const reached = links.filter(({ from }) => from === 'README.md').map(({ to }) => to);
    expect(DOCUMENTS.map(({ path }) => path).filter((path) => !reached.includes(path))).toEqual([
      'README.md',
    ]);
  });
});

it('the README is short', () => {
  expect(documentAt('README.md').split('\n').length).toBeLessThanOrEqual(200);
});

/** GitHub's names of headings. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
