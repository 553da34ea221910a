import { expect, it } from 'vitest';
import { saidByAll } from './said.ts';

const play = (flag: string) => `- hosts: a
  gather_facts: no
  tasks:
    - { set_fact: { x: of b }, delegate_to: b${flag} }
    - say: "a has {{ x | default('none') }}, b has {{ hostvars.b.x | default('none') }}"
- hosts: [a, b]
  gather_facts: no
  tasks: [{ say: "{{ x | default('none') }}" }]
`;

it('what a task sets with delegate_facts belongs to the host that does it', async () => {
  expect(await saidByAll(play(', delegate_facts: yes'))).toEqual({
    a: ['a has none, b has of b', 'none'],
    b: ['of b'],
  });
});

it('without it, to the host of the play', async () => {
  expect(await saidByAll(play(''))).toEqual({ a: ['a has of b, b has none', 'of b'], b: ['none'] });
});

it('facts that a delegated task reads are those of the other host; a forecast knows them, too', async () => {
  const text = `- hosts: a
  gather_facts: no
  tasks:
    - { ask: "", register: asked, delegate_to: "{{ item }}", delegate_facts: yes, loop: [b, c] }
    - say: "{{ hostvars.b.ansible_kernel | default('none') }} {{ ansible_kernel | default('none') }}"
`.replace('ask: ""', 'set_fact: { ansible_kernel: "6.{{ item }}" }');
  for (const isForecast of [false, true])
    expect(await saidByAll(text, {}, { isForecast })).toEqual({ a: ['6.b none'] });
});
