import { expect, it } from 'vitest';
import { brief, resolved } from './project.ts';

it('shows all mistakes of all plays at once, each at its place', () => {
  const { problems } = resolved(`
- hosts: all
  taks: []
  tasks:
    - name: misspelt module
      lnk: { name: br0 }
    - name: misspelt argument
      link: { nam: br0 }
    - name: wrong values
      link:
        name: 7
        state: presnt
        mode: 0755
        enabled: yes
    - name: two modules
      link: { name: br0 }
      say: hello
    - name: none
      wehn: x
- hosts: al
  tasks:
    - link: { name: br0 }
      notify: restrt
  handlers:
    - name: restart
      say: hello
`);
  expect(brief(problems)).toEqual([
    'unknown-key 3:3 Did you mean `tasks`?',
    'unknown-module 6:7 Did you mean `link`?',
    'missing-argument 8:7 name: Name of the link.',
    'unknown-argument 8:15 Did you mean `name`?',
    'invalid-argument 11:15 Put it in quotes: "7".',
    'invalid-argument 12:16 Did you mean `present`?',
    'invalid-argument 13:15 YAML reads this as the number 493; put it in quotes: "0755".',
    'several-modules 17:7 Begin another task with a dash before the second.',
    'unknown-module 19:7 Did you mean `when`?',
    'unknown-handler 23:15 Did you mean `restart`?',
    'unmatched-pattern 20:10 Did you mean `all`?',
  ]);
});
