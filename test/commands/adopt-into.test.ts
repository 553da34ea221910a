import { expect, it } from 'vitest';
import { refuseBroken } from '../../src/commands/adopt/project-folder.ts';

const file = (path: string, before: string | undefined, after: string) => ({ path, before, after });

it.each([
  ['what is broken already', 'not: [valid\n  yaml', 'not: [valid\n  yaml\n\n- hosts: all\n'],
  ['what says where its document ends', 'a: 1\n...\n', 'a: 1\n...\n\nb: 2\n'],
])('nothing is added to %s', (_, before, after) => {
  const files = [file('new.yaml', undefined, 'a: 1\n'), file('site.yaml', before, after)];
  expect(() => refuseBroken('fleet', files)).toThrow(
    'nothing is written, because nothing can be added to fleet/site.yaml: with it that is no YAML of one document.',
  );
});

it('values of ansible-vault and tags of Ansible are YAML', () => {
  const text = 'a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\nb: !unsafe "{{ c }}"\n';
  expect(refuseBroken('fleet', [file('site.yaml', text, `${text}\nd: 1\n`)])).toBeUndefined();
});
