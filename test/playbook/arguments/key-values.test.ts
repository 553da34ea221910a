import { describe, expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from '../project.ts';

const of = (task: string) =>
  desired(tasksOf(`- hosts: a\n  vars: { words: a b, size: 1400 }\n  tasks:\n    - ${task}\n`));

describe('arguments in one line', () => {
  it.each([
    ['link: name=br0', { name: 'br0', state: 'present' }],
    ['link: name=br0 mtu=1400 enabled=no', { name: 'br0', mtu: 1400, enabled: false, state: 'present' }],
    ['link: name={{ words }} mtu={{ size }}', { name: 'a b', mtu: 1400, state: 'present' }],
    ['link: name="x {{ words }}" mode=0644', { name: 'x a b', mode: '0644', state: 'present' }],
    ['link: name="{{ \'a=\' ~ words }}" state=absent', { name: 'a=a b', state: 'absent' }],
    [String.raw`link: name=^a\.b mode='x\ty'`, { name: String.raw`^a\.b`, mode: 'x\ty', state: 'present' }],
    // As `_decode_escapes` of Ansible: there are no octal escapes.
    [String.raw`link: name={{ 'ab' | regex_replace('(.)', '\1-') }}`, { name: 'a-b-', state: 'present' }],
    [String.raw`link: name='\\1 \U0001f600 \x41'`, { name: String.raw`\1 😀 A`, state: 'present' }],
    ['set_fact: one=1 two="b c"', { one: '1', two: 'b c' }],
  ])('%s', (task, value) => {
    expect(of(task)).toEqual([value]);
  });

  it('an expression that cannot be read is found in its place, and so is a key that is not known', () => {
    const { problems } = resolved(`- hosts: a
  tasks:
    - link: name=br0 mode={{ nothing }}
    - link: name=br0 mut=1
    - link: name="br0
`);
    expect(brief(problems).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'unknown-argument 4:7',
      'unclosed-quote 5:18',
      'undefined-variable 3:30',
    ]);
  });
});
