import { describe, expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';
import { said } from './said.ts';

const play = (tasks: string, rest = '') => `- hosts: a\n  vars: { x: play }\n${rest}  tasks:\n${tasks}`;

describe('a fact that can be computed', () => {
  it('is known before a host is contacted, and wins over variables of plays and tasks', () => {
    const tasks = play(`
    - say: "{{ x }}"
    - set_fact: { x: "{{ x + '!' }}", list: [1, "{{ x }}"] }
    - say: "{{ x }}"
      vars: { x: task }
    - say: "{{ list[1] }}"
    - set_fact: { x: "{{ x + '!' }}" }
      when: false
    - { say: "{{ x }}", when: x == 'play!' }
`);
    expect(desired(tasksOf(tasks).filter((task) => task.kind !== 'task' || task.module === 'say'))).toEqual([
      'play',
      'play!',
      'play',
      'skipped: the condition is false: false',
      'play!',
    ]);
  });

  it('reaches later plays, is followed by what refers to it, and loses against -e', async () => {
    const text = `${play('    - set_fact: { x: fact }\n')}- hosts: a\n  vars: { y: "{{ x }}" }\n  tasks: [{ say: "{{ y }}" }]\n`;
    expect(await said(text)).toEqual(['fact']);
    const extraVars = { x: { value: 'extra' } };
    expect(desired(tasksOf(text, 'a', { extraVars }, 1))).toEqual(['extra']);
  });

  it('grows in a loop', async () => {
    const tasks = play(`
    - set_fact: { x: "{{ x + item }}" }
      loop: [a, b]
    - say: "{{ x }}"
`);
    expect(await said(tasks)).toEqual(['playab']);
  });

  it('is no expression, whatever is in it', async () => {
    const tasks = play(`
    - set_fact: { x: "{{ '{' + '{ y }}' }}" }
    - say: "{{ x }}"
`);
    expect(await said(tasks)).toEqual(['{{ y }}']);
  });
});

describe('a fact that depends on what is registered', () => {
  const later = (more = '') =>
    play(`
    - say: first
      register: r
    - set_fact: { x: "{{ r.stdout }}" }
${more}    - say: "{{ x }}"
`);

  it('is known when that has run', async () => {
    expect(await said(later(), { r: { stdout: 'unknown' } })).toEqual(['first', 'unknown']);
    expect(await said(later('      when: r.changed\n'), { r: { stdout: 'now', changed: true } })).toEqual([
      'first',
      'now',
    ]);
  });

  it('is what it was when its task is skipped', async () => {
    expect(await said(later('      when: r.changed\n'), { r: { stdout: 'now', changed: false } })).toEqual([
      'first',
      'skipped: the condition is false: r.changed',
      'play',
    ]);
    const nothing = later('      when: r.changed\n').replace('vars: { x: play }', 'vars: {}');
    expect(await said(nothing, { r: { stdout: 'now', changed: false } })).toEqual([
      'first',
      'skipped: the condition is false: r.changed',
      expect.stringMatching(/^failed: .*`x`/),
    ]);
  });

  it('is not known in a dry run that does not know the other', async () => {
    expect(await said(later(), { r: 'unknown' })).toEqual([
      'first',
      'skipped: only a real run tells what r will be',
      'skipped: only a real run tells what x will be',
    ]);
  });

  it('is known at once again when it is set to something else', async () => {
    const tasks = later().replace(
      '    - say: "{{ x }}"',
      '    - set_fact: { x: last }\n    - say: "{{ x }}"',
    );
    expect(await said(tasks, { r: { stdout: 'now' } })).toEqual(['first', 'last']);
  });

  it('grows in a loop', async () => {
    const tasks = later().replace(
      'x: "{{ r.stdout }}" }',
      'x: "{{ x + r.stdout + item }}" }\n      loop: [a, b]',
    );
    expect(await said(tasks, { r: { stdout: '-' } })).toEqual(['first', 'play-a-b']);
  });
});

it('handlers see what is set when they run, and set what is there afterwards', async () => {
  const rest =
    '  handlers: [{ name: h, say: "{{ x }}" }, { name: k, listen: h, set_fact: { z: handled } }]\n';
  const text = `${play(
    `
    - say: one
      notify: h
    - flush_handlers: true
    - set_fact: { x: fact }
    - say: two
      notify: h
`,
    rest,
  )}- hosts: a\n  tasks: [{ say: "{{ z }} {{ x }}" }]\n`;
  expect(await said(text)).toEqual(['one', 'play', 'two', 'fact', 'handled fact']);
});

it('a name that is none is found', () => {
  expect(brief(resolved(play('    - set_fact: { a-b: 1 }\n')).problems)).toEqual([
    expect.stringContaining('invalid-argument 4:'),
  ]);
});
