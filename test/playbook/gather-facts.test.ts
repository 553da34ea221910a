import { expect, it } from 'vitest';
import { brief, resolved } from './project.ts';
import { said } from './said.ts';

const FACTS = { ansible_facts: { ansible_distribution: 'Debian', ansible_hostname: 'hv01' } };
const plays = (...texts: string[]) => texts.map((text) => `- hosts: a\n  ${text}\n`).join('');

it('a play reads facts before its tasks where one uses them, and the next one has them', async () => {
  const use =
    'tasks: [{ say: "{{ shown }} {{ ansible_facts.hostname }}" }]\n  vars: { shown: "{{ ansible_distribution }}" }';
  const text = plays(use, 'gather_facts: no\n  tasks: [{ say: "{{ ansible_hostname }}" }]');
  expect(await said(text, { setup: FACTS })).toEqual(['ok: setup', 'Debian hv01', 'hv01']);
});

it('nothing is read where nothing uses a fact; a later play that does still gets them', async () => {
  const text = plays('tasks: [{ say: x }]', 'gather_facts: no\n  tasks: [{ say: "{{ ansible_hostname }}" }]');
  expect(await said(text, { setup: FACTS })).toEqual(['x', 'ok: setup', 'hv01']);
});

it('without gathering there are none', () => {
  const text = plays('gather_facts: no\n  tasks: [{ say: "{{ ansible_hostname }}" }]');
  expect(brief(resolved(text).problems).map((one) => one.split(' ')[0])).toEqual(['undefined-variable']);
  const explicit = resolved(plays('tasks: [{ say: "{{ ansible_hostname }}" }]'), { gathers: false });
  expect(brief(explicit.problems)).toHaveLength(1);
});

it('a variable of the play wins over a fact, and so does -e', async () => {
  const text = plays(
    'tasks: [{ say: "{{ ansible_distribution }}" }]\n  vars: { ansible_distribution: mine }',
  );
  expect(await said(text)).toEqual(['mine']);
});

it('an include that comes to its tasks late has facts read before them where they use one', async () => {
  const text = plays('tasks: [{ say: x, register: r }, { include_tasks: "{{ r.file }}.yml" }]');
  const files = { 'late.yml': '- { say: "{{ ansible_hostname }}" }\n', 'other.yml': '- { say: y }\n' };
  const found = (file: string) => said(text, { setup: FACTS, r: { changed: true, file } }, files);
  expect(await found('late')).toEqual(['x', 'ok: setup', 'included: late.yml', 'hv01']);
  expect(await found('other')).toEqual(['x', 'included: other.yml', 'y']);
});
