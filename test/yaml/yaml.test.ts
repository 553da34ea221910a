import { describe, expect, it } from 'vitest';
import { VaultedText } from '../../src/yaml/tags.ts';
import { readYaml } from '../../src/yaml/yaml.ts';

const spot = (text: string, path: (string | number)[]) => {
  const { line, column, length = 0, source = '' } = readYaml(text, 'f.yaml', 'ansible').placeOf(path);
  return source.split('\n')[line - 1]?.slice(column - 1, column - 1 + length);
};

describe('places', () => {
  it('point at the value of a key or an item', () => {
    const text = 'a:\n  b: [x, "y z"]\n  c: {d: 12}\n';
    expect(spot(text, ['a', 'b', 1])).toBe('"y z"');
    expect(spot(text, ['a', 'c', 'd'])).toBe('12');
  });

  it('point at the key where nothing is written, and at the nearest thing above what is not there', () => {
    expect(spot('a:\nb: 1\n', ['a'])).toBe('a');
    expect(spot('a: 7\n', ['a', 'deeper'])).toBe('7');
  });

  it('point at the text of a block, not at the sign above it', () => {
    expect(spot('a: |\n  hello\n  world\n', ['a'])).toBe('hello');
    expect(spot('a: >-\n\n  hello\n', ['a'])).toBe('hello');
  });

  it('follow aliases and merges to where the value was written', () => {
    const text = 'base: &b {x: one, y: two}\nuse: {<<: *b, y: three}\nlist: [*b]\n';
    expect(spot(text, ['use', 'x'])).toBe('one');
    expect(spot(text, ['use', 'y'])).toBe('three');
    expect(spot(text, ['list', 0, 'y'])).toBe('two');
  });

  it('of keys are told apart from those of values', () => {
    const { line, column } = readYaml('a:\n  key: value\n', 'f.yaml').placeOfKey(['a', 'key']);
    expect([line, column]).toEqual([2, 3]);
  });
});

describe('values', () => {
  it('in quotes may go on in lines that begin anywhere, as in Ansible', () => {
    const text = `- name: "Waits, \\\nand goes on"\n  a:\n    b: "{{ x +\n    y }}"\n    c: 'one\n  two'\n    d: 1\n`;
    const { value, problems } = readYaml(text, 'f.yaml', 'ansible');
    expect(problems).toEqual([]);
    expect(value).toEqual([{ name: 'Waits, and goes on', a: { b: '{{ x + y }}', c: 'one two', d: 1 } }]);
    expect(spot(text, [0, 'a', 'd'])).toBe('1');
    const unclosed = readYaml('a: "b\nc: "d"\n', 'f.yaml', 'ansible').problems;
    expect(unclosed.map(({ place }) => [place?.line, place?.column])).toEqual([[1, 4]]);
  });

  it('are those of YAML 1.2 in what programs print', () => {
    const { value } = readYaml('a: yes\nb: 0755\nc: 0o17\nd: 1e3\n', 'f.yaml');
    expect(value).toEqual({ a: 'yes', b: 755, c: 15, d: 1000 });
  });

  it('have keys that are named as they are written', () => {
    const text = 'on: 1\nYes: 2\ntrue: 3\n';
    expect(readYaml(text, 'f.yaml', 'ansible').value).toEqual({ on: 1, Yes: 2, true: 3 });
  });

  it('are those of Ansible in what people write, but for numbers of base 60', () => {
    const text = 'a: yes\nb: 0755\nc: 0o17\nd: 1e3\ne: 08\nf: 1_000\ng: y\nh: Off\ni: 52:54:00:12:34:56\n';
    expect(readYaml(text, 'f.yaml', 'ansible').value).toEqual({
      a: true,
      b: 493,
      c: '0o17',
      d: '1e3',
      e: '08',
      f: 1000,
      g: 'y',
      h: false,
      i: '52:54:00:12:34:56',
    });
  });

  it('of merged maps come first, and what is written in the map itself wins', () => {
    const { value } = readYaml(
      'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {z: 3, <<: [*a, *b]}',
      'f',
      'ansible',
    );
    expect(Object.entries((value as { c: object }).c)).toEqual([
      ['y', 1],
      ['z', 3],
      ['x', 1],
    ]);
  });

  it('encrypted by ansible-vault are recognised', () => {
    const { value, problems } = readYaml(
      'a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n',
      'f',
      'ansible',
    );
    expect(problems).toEqual([]);
    expect((value as { a: unknown }).a).toBeInstanceOf(VaultedText);
  });

  it('marked !unsafe keep their braces as text', () => {
    expect(readYaml('a: !unsafe "{{ x }}"', 'f', 'ansible').value).toEqual({ a: "{{ '{{' }} x }}" });
  });

  it('have the keys that are written, those of JavaScript included', () => {
    const { value } = readYaml('__proto__: 1\nconstructor: 2\n', 'f');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(readYaml('1234: x', 'f').keyOf(['1234'])).toBe(1234);
  });
});
