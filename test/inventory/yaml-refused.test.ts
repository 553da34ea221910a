import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/yaml/yaml.ts';

const problemsOf = (text: string) =>
  readYaml(text, 'f.yaml', 'ansible').problems.map(
    ({ code, place }) => `${code} ${place?.line}:${place?.column}`,
  );

describe('YAML is refused', () => {
  it.each([
    ['a tab', 'a:\n\tb: 1\n', 'unreadable-yaml 2:1'],
    ['a colon in a plain value', 'a: b: c\n', 'unreadable-yaml 1:4'],
    ['a reserved character', 'a: @x\n', 'unreadable-yaml 1:4'],
    ['an unknown alias', 'a: *x\n', 'unreadable-yaml 1:4'],
    ['an alias inside what it names', 'a: &x [*x]\n', 'unreadable-yaml 1:8'],
    ['a list as a key', '? [c]\n: 1\n', 'unreadable-yaml 1:3'],
    ['a merge of something else than maps', 'a: 1\n<<: [x]\n', 'unreadable-yaml 2:5'],
    ['an unknown tag', 'a: !foo x\n', 'unknown-yaml-tag 1:4'],
    ['a repeated key', 'a: 1\nb: 1\na: 2\n', 'repeated-key 3:1'],
    ['a second document', 'a: 1\n---\nb: 1\n', 'unreadable-yaml 2:1'],
  ])('for %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('for a quote that is never closed, where its text begins', () => {
    expect(problemsOf(`a: 'b\nc: 1\nd: {e: 2\n`)).toEqual(['unreadable-yaml 1:4']);
    expect(problemsOf(`a: {b: "it\\"s }\nc: {d: 'it''s'}\n`)).toEqual(['unreadable-yaml 1:8']);
    expect(problemsOf(`a:\n  - b: "c\n    d: 1\n  - e: 'f\n    g: "1"\n`)).toEqual([
      'unreadable-yaml 2:8',
      'unreadable-yaml 4:8',
    ]);
  });

  it('for many of them, but not for all', () => {
    expect(problemsOf('a: "b\n'.repeat(500))).toHaveLength(100);
  });

  it('for every expression without quotes, all at once', () => {
    expect(problemsOf('a: {{ x }}\nb:\n  - {{ y }}/z\nc: "{{ fine }}"\n')).toEqual([
      'unquoted-template 1:4',
      'unquoted-template 3:5',
    ]);
  });

  it('for nesting that nobody means, without much time or stack', () => {
    for (const opening of ['[', '- ', '{a: ', '? '])
      expect(problemsOf(opening.repeat(100_000)).map((one) => one.split(' ')[0])).toEqual(['yaml-too-large']);
  });

  it('for aliases that unfold without end', () => {
    const level = (n: number) =>
      `a${n}: &a${n} [${Array(10)
        .fill(`*a${n - 1}`)
        .join(', ')}]\n`;
    const text = `a0: &a0 [x]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(level).join('')}`;
    expect(problemsOf(text)).toEqual(['yaml-too-large 1:1']);
    expect(readYaml(text, 'f.yaml').value).toBeUndefined();
  });

  it('for its size', () => {
    expect(problemsOf('#'.repeat(10_000_001))).toEqual(['yaml-too-large 1:1']);
  });
});

it('an anchor may be used often', () => {
  const uses = Array.from({ length: 5000 }, (_, index) => `h${index}: *a\n`).join('');
  const { problems, value } = readYaml(`a: &a {x: 1}\n${uses}`, 'f.yaml');
  expect(problems).toEqual([]);
  expect(value).toHaveProperty('h4999', { x: 1 });
});
