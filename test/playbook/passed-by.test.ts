import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';

const play = (expression: string) =>
  `- hosts: a\n  vars: { a: one, c: { x: two } }\n  tasks:\n    - { say: "${expression}" }\n`;

// What Ansible 2.14 printed: what is passed by may be undefined.
it.each([
  ['{{ a | default(b) }}', 'one'],
  ['{{ c.x | default(b.y) }}', 'two'],
  ['{{ c.z | default(d) | default(7) }}', '7'],
  ['{{ true | ternary(a, b) }}', 'one'],
  ['{{ default(a, b) }}', 'one'],
])('%s is %s', (expression, value) => {
  expect(desired(tasksOf(play(expression))).map(String)).toEqual([value]);
});

it.each([
  ['{{ z | default(b) }}'],
  ['{{ false | ternary(a, b) }}'],
  ['{{ default(z, b) }}'],
  ["{{ c.get('q', b) }}"],
  ['{{ a | replace(b, c) }}'],
])('%s needs what is undefined', (expression) => {
  expect(brief(resolved(play(expression)).problems)).toEqual([
    expect.stringMatching(/^undefined-variable .*\bb\b/),
  ]);
});
