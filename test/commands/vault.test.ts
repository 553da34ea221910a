import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { Vault } from 'ansible-vault';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { vaultKeys } from '../../src/yaml/vault.ts';
import { project, typed } from './project.ts';

const SECRET = 'correct horse';
const encrypted = new Vault({ password: 'open' }).encryptSync(SECRET, '');
const labelled = new Vault({ password: 'other' }).encryptSync('battery staple', 'lab');
const indented = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
const WHOLE = `whole: from a file
short: ab
list: [first/of two, { pin: 80817 }]
flag: true
quoted: "a\\tb\\tc"
`;
const FILES = {
  hosts: 'a\n',
  'group_vars/all.yml': `plain: !vault |\n${indented(encrypted)}\nlabelled: !vault |\n${indented(labelled)}\n`,
  'host_vars/a.yml': new Vault({ password: 'open' }).encryptSync(WHOLE, ''),
  'play.yaml': `- hosts: a
  gather_facts: no
  tasks:
    - assert: { that: "plain == 'correct horse' and whole == 'from a file' and short == 'ab'" }
    - debug: { msg: "{{ plain }}" }
`,
  'wrong.yaml':
    '- hosts: a\n  tasks: [{ copy: { dest: /x, content: x, mode: "{{ plain }} {{ whole }}" } }]\n',
  'lab.yaml': `- hosts: a\n  tasks: [{ assert: { that: "labelled == 'battery staple' and plain == 'correct horse'" } }]\n`,
  password: 'open\n',
  other: 'other\n',
  'print.sh': '#!/bin/sh\necho open\n',
};

const check = (play: string, ...options: string[]) => {
  const root = project(FILES);
  chmodSync(join(root, 'print.sh'), 0o755);
  const words = options.map((one) => one.replace('AT', root));
  return typed(run, root, join(root, play), '-i', join(root, 'hosts'), '--syntax-check', ...words);
};

describe('values of ansible-vault', () => {
  afterAll(() => vaultKeys.use([]));

  it('are read with a password from a file, and from a program', async () => {
    for (const file of ['password', 'print.sh']) {
      const { code, err } = await check('play.yaml', '--vault-password-file', `AT/${file}`);
      expect([code, err]).toEqual([0, '']);
    }
  });

  it('may have an id; every password is tried', async () => {
    const { code, err } = await check('lab.yaml', '--vault-id', 'lab@AT/other', '--vault-id', 'AT/password');
    expect([code, err]).toEqual([0, '']);
  });

  it('of a whole file are its values, however they are written, and not true or false', async () => {
    const { code } = await check('play.yaml', '--vault-password-file', 'AT/password');
    expect(code).toBe(0);
    const shown = [
      'first/of two',
      '80817',
      'a\tb\tc',
      'first/of%20two',
      'from a file',
      'true',
      'list',
      'flag',
    ];
    expect(shown.map((text) => hiddenTexts.conceal(text))).toEqual([
      ...Array(5).fill('********'),
      ...['true', 'list', 'flag'],
    ]);
  });

  it('are nowhere in what is printed', async () => {
    const { code, out, err } = await check('wrong.yaml', '--vault-password-file', 'AT/password');
    expect(code).toBe(1);
    expect(out + err).toContain('********');
    expect(out + err).not.toMatch(/correct horse|from a file/);
  });

  it.each([
    [[], 'Give its password with --vault-password-file FILE'],
    [['--vault-password-file', 'AT/other'], 'None of the given passwords'],
    [['--vault-password-file', 'AT/none'], 'there is no such file'],
  ])('%j: %s', async (options, message) => {
    const { code, err } = await check('wrong.yaml', ...options);
    expect(code).toBe(1);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(message);
  });
});
