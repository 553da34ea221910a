import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';

const FILES = {
  'files/key.pub': 'ssh-ed25519 AAAA\n',
  'files/parts/a.sh': 'a\n',
  'templates/motd.hbs': 'net {{net}}\n',
  'templates/item.j2': '{% for x in [item] %}{{ x }} of {{ net }}{% endfor %}\n{# end #}\n',
  'templates/list.j2': '[{% for x in list %}{{ x }}, {% endfor %}]',
  'templates/part.xml': "<a>{% if net %}{{ net }}{% endif %}{% include 'item.j2' %}</a>",
  'files/people.csv': 'ada,"a, b",3\nbob,b,4\n',
};
const VARS = 'net: lab, a_lab: 5, list: [1, 2], map: { k: v }';

const play = (expression: string) =>
  `- hosts: a\n  vars: { ${VARS} }\n  tasks:\n    - set_fact:\n        x: "{{ ${expression} }}"\n`;

/** As Ansible 2.14 has it. */
it.each<[string, unknown]>([
  ["lookup('env', 'HOME')", '/home/op'],
  ["lookup('ansible.builtin.env', 'NOPE')", ''],
  ["lookup('env', 'NOPE', default='d')", 'd'],
  ["query('env', 'HOME')", ['/home/op']],
  ["lookup('file', 'key.pub')", 'ssh-ed25519 AAAA'],
  ["lookup('file', 'key.pub') | split | first", 'ssh-ed25519'],
  ["lookup('file', 'nope', errors='ignore')", ''],
  ["lookup('template', 'motd.hbs')", 'net lab\n'],
  ["lookup('template', 'item.j2', template_vars={'item': 7})", '7 of lab\n'],
  ["lookup('template', 'part.xml', template_vars={'item': 7})", '<a>lab7 of lab</a>'],
  ["lookup('template', 'list.j2')", [1, 2]],
  ["lookup('template', 'list.j2', convert_data=false)", '[1, 2, ]'],
  ["lookup('csvfile', 'ada file=people.csv delimiter=,')", 'a, b'],
  ["lookup('csvfile', 'bob file=people.csv delimiter=, col=2')", '4'],
  ["lookup('csvfile', 'cy', file='people.csv', delimiter=',', default='none')", 'none'],
  ["lookup('vars', 'a_lab')", 5],
  ["lookup('vars', 'a_' ~ net)", 5],
  ["lookup('vars', 'a_{{ net }}')", 5],
  ["lookup('list', ['{{ list }}', 'a{{ net | upper }}b'])", [[1, 2], 'aLABb']],
  ["lookup('vars', 'zz', default='q')", 'q'],
  ["lookup('items', list)", [1, 2]],
  ["lookup('items', 'x')", 'x'],
  ["q('dict', map)", [{ key: 'k', value: 'v' }]],
  ["lookup('list', list)", [1, 2]],
  ["lookup('sequence', 'start=1 end=3')", '1,2,3'],
  [
    "lookup('nested', [1], [2, 3])",
    [
      [1, 2],
      [1, 3],
    ],
  ],
  ["lookup('fileglob', 'parts/*.nope')", []],
  ["lookup('first_found', ['nope', 'key.pub']) is search('key.pub$')", true],
])('%s', (expression, x) => {
  const tasks = tasksOf(play(expression), 'a', { files: FILES, env: { HOME: '/home/op' } });
  expect(desired(tasks)).toEqual([{ x }]);
});

it.each([
  ["lookup('fiel', 'x')", 'bad-expression 5:16 Did you mean `file`?'],
  ["lookup('pipe', 'date')", 'bad-expression 5:16 Run it by a task, register it'],
  ["lookup('lines', 'ls')", 'bad-expression 5:16 Run it by a task'],
  ["lookup('url', 'http://x')", 'bad-expression 5:16 Fetch it by a task of the module uri'],
  ["lookup('password', '/tmp/x')", 'bad-expression 5:16 Write the password as a variable'],
  ["lookup('vars', 'zz')", 'undefined-variable 5:16'],
  ["lookup('file', 'keys.pub')", 'bad-expression 5:16 Did you mean `key.pub`?'],
  ["lookup('file', nope)", 'undefined-variable 5:31'],
])('%s is refused', (expression, expected) => {
  const { problems } = resolved(play(expression), { files: FILES });
  expect(brief(problems)).toEqual([expect.stringContaining(expected)]);
});

it('a lookup sees the item of the loop around it, and what variables make of it', () => {
  const text = `- hosts: a
  vars: { ${VARS}, text: "{{ lookup('template', 'item.j2') }}" }
  tasks:
    - set_fact: { x: "{{ text }}" }
      loop: [1, 2]
`;
  expect(desired(tasksOf(text, 'a', { files: FILES }))).toEqual([{ x: '1 of lab\n' }, { x: '2 of lab\n' }]);
});
