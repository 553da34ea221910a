import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProblemError } from '../../../src/problem.ts';
import { compileText } from '../../../src/template/interpolation/text.ts';
import { compileJinja } from '../../../src/template/jinja/template.ts';
import type { Values } from '../../../src/template/values.ts';

const FOLDER = join(import.meta.dirname, '../../recorded/templates');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const VARIABLES = read<Values>('variables.json');
const TEXTS = read<readonly { text?: string; file?: string }[]>('cases.json').map(
  ({ text, file }) => text ?? file ?? '',
);
const PARTS =
  '{% %} {{ }} {# #} - + endif endfor if for in set macro call ( ) = | " \' loop caller . [ ] raw'.split(' ');

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

function mutated(next: (below: number) => number): string {
  let text = TEXTS[next(TEXTS.length)] ?? '';
  for (let left = next(4); left >= 0; left--) {
    const at = next(text.length + 1);
    const more = next(2) === 0 ? PARTS[next(PARTS.length)] : TEXTS[next(TEXTS.length)]?.slice(0, 40);
    text = next(3) === 0 ? text.slice(0, at) + text.slice(at + 3) : text.slice(0, at) + more + text.slice(at);
  }
  return text;
}

function outcome(text: string, isFile: boolean): 'value' | 'problem' {
  try {
    if (!isFile) compileText(text).evaluate(VARIABLES);
    else compileJinja({ file: 'main.j2', text }, 'xml', () => ({ file: 'part.j2', text })).render(VARIABLES);
    return 'value';
  } catch (error) {
    if (error instanceof ProblemError) return 'problem';
    throw error;
  }
}

test('mutated templates end with a text or with problems', () => {
  const next = numbers(11);
  const outcomes = Array.from({ length: 3000 }, (_, index) => outcome(mutated(next), index % 2 === 0));
  expect(outcomes.filter((each) => each === 'value').length).toBeGreaterThan(100);
  expect(outcomes.filter((each) => each === 'problem').length).toBeGreaterThan(100);
});
