import { afterEach, expect, test } from 'vitest';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import type { Problem } from '../../src/problem.ts';
import { formatProblems, formatWarnings } from '../../src/report/problems.ts';

afterEach(() => hiddenTexts.clear());

const PLAIN = { color: false, width: 80 };
const SOURCE = `- name: Networks
  hosts: all
  tasks:
    - networc: { name: lab }
    - debug: { msg: hello }
  handlers: []
`;
const MISSPELT: Problem = {
  code: 'unknown-module',
  summary: 'There is no such module',
  detail: 'The task names networc, which no module is called.',
  place: { file: 'site.yaml', line: 4, column: 7, length: 7, source: SOURCE },
  hint: 'Did you mean network?',
  command: 'virtfleet modules network',
};

test('a problem shows where it is, what it is and what to do', () => {
  expect(formatProblems([MISSPELT], PLAIN)).toBe(`error: There is no such module
  site.yaml:4:7
  2 |   hosts: all
  3 |   tasks:
> 4 |     - networc: { name: lab }
    |       ^^^^^^^
  5 |     - debug: { msg: hello }
  6 |   handlers: []
  The task names networc, which no module is called.
  hint: Did you mean network?

    virtfleet modules network

1 problem.
`);
});

test('all problems show at once, long text is wrapped and hosts are folded', () => {
  const hosts = [
    ...Array.from({ length: 40 }, (_, index) => `hv${index + 10}`),
    'web-a',
    'web-b',
    'web-c',
    'web-d',
  ];
  const problems: Problem[] = [
    {
      code: 'no-inventory',
      summary: 'There is no inventory',
      place: { file: 'hosts.yaml', line: 1, column: 1 },
    },
    {
      code: 'undefined-variable',
      summary: 'A variable is not defined',
      detail: `The expression reads lan_bridge, and neither the play nor the inventory nor the command line gives it a value.`,
      hosts: hosts.slice(38),
    },
    { code: 'x', summary: 'Something else', hosts },
  ];
  expect(formatProblems(problems, { color: false, width: 40 })).toBe(`error: There is no inventory
  hosts.yaml:1:1

error: A variable is not defined
  The expression reads lan_bridge, and
  neither the play nor the inventory nor
  the command line gives it a value.
  hosts: hv48, hv49, web-a … and 3 more

error: Something else
  hosts: hv[10:49], web-a … and 3 more

3 problems.
`);
});

test('control characters of a file are shown, and the caret stays under what is meant', () => {
  const source = '\tname: "\x1b[2J" # \u202etxt\n\tväst: 東京 x';
  const place = { file: 'a\x07.yaml', line: 2, column: 11, length: 1, source };
  expect(formatProblems([{ code: 'x', summary: 'Odd', detail: 'It is \x9b31m.', place }], PLAIN)).toBe(
    `error: Odd
  a\\x07.yaml:2:11
  1 | \\tname: "\\x1b[2J" # \\u202etxt
> 2 | \\tväst: 東京 x
    |              ^
  It is \\x9b31m.

1 problem.
`,
  );
});

test('a line longer than the terminal is cut around the place', () => {
  const source = `${'a'.repeat(100)}HERE${'b'.repeat(100)}`;
  const place = { file: 'f', line: 1, column: 101, length: 4, source };
  expect(formatProblems([{ code: 'x', summary: 'Odd', place }], { color: false, width: 40 })).toBe(`error: Odd
  f:1:101
> 1 | aaaaaaaaaaaaaaaaaaaaHEREbbbbbbbb…
    |                     ^^^^

1 problem.
`);
});

/** Whatever is read or concealed again for each problem, or to the end of a line, would take minutes. */
test.each([
  ['a file of many lines', 'bad\n'.repeat(2_000_000), { line: 1_999_000, column: 1 }],
  ['one long line', 'bad '.repeat(5_000_000), { line: 1, column: 4_000_001 }],
])('many problems of %s are told of', (_, source, at) => {
  const place = { file: 'f', ...at, length: 3, source };
  const problems = Array.from({ length: 2000 }, () => ({ code: 'x', summary: 'Odd', place }));
  for (let secret = 0; secret < 20; secret += 1) hiddenTexts.hide(`secret ${secret}`);
  const said = formatProblems(problems, PLAIN);
  expect(said).toMatch(/\n2000 problems\.\n$/);
  expect(said.match(/ \^\^\^\n/g)).toHaveLength(2000);
});

test('a warning is not called an error', () => {
  expect(formatWarnings([{ code: 'x', summary: 'Never read' }], { color: true, width: 80 })).toBe(
    '\x1b[33mwarning:\x1b[0m \x1b[1mNever read\x1b[0m\n\n\x1b[1m1 warning.\x1b[0m\n',
  );
});
