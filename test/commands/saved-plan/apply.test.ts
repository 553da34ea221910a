import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apply } from '../../../src/commands/saved-plan/apply.ts';
import { readFiles } from '../../../src/read-files.ts';
import { typed } from '../project.ts';
import { planProject } from './plan-project.ts';

// No plan here can be applied: what is in the way of it is found before a host is contacted.

/** The first lines of the problems. */
const problems = ({ err }: { err: string }) => [...err.matchAll(/^error: (.*)$/gm)].map(([, line]) => line);
const details = ({ err }: { err: string }) =>
  [...err.matchAll(/^error: .*\n {2}(.*)$/gm)].map(([, line]) => line);
const oneLine = ({ err }: { err: string }) => err.replaceAll(/\s+/g, ' ');

describe('a plan is refused', () => {
  it('once it has expired, or is of another version', async () => {
    const { apply, edit } = await planProject();
    edit((text) =>
      text.replace(/("expires":")[^"]*/, '$12026-01-01T00:00:00.000Z').replace('"1.2.3"', '"1.3.0"'),
    );
    expect(problems(await apply())).toEqual([
      'The plan has expired',
      'Another version of Virtfleet made the plan',
    ]);
  });

  it('in a project that is not the same', async () => {
    const { apply } = await planProject();
    writeFileSync('group_vars/all.yml', 'word: bye\n');
    mkdirSync('host_vars');
    writeFileSync('host_vars/here.yml', 'more: 1\n');
    writeFileSync('ansible.cfg', '[defaults]\nforks = 5\n');
    expect(details(await apply())).toEqual([
      'group_vars/all.yml is not what it was.',
      'ansible.cfg was not read then.',
      'host_vars/here.yml was not read then.',
    ]);
  });

  it('in a project of another name', async () => {
    const { apply, edit } = await planProject();
    edit((text) => text.replace(/"projects":\["[^"]*"\]/, '"projects":["other"]'));
    expect(problems(await apply())).toEqual(['The project has another name than the plan was made with']);
  });

  it('with other values of -e, by name or value', async () => {
    const { apply } = await planProject({ words: ['-e', 'token=open sesame'] });
    expect(details(await apply())).toEqual([
      'The plan was made with -e token, and does not have the values.',
    ]);
    expect(details(await apply('-e', 'token=x', '-e', 'other=1'))).toEqual([
      'The plan was made without -e other.',
    ]);
    expect(problems(await apply('-e', 'token=open barley'))).toEqual([
      'Secret values are not those that the plan was made with',
    ]);
  });

  it('without the approvals that the project asks for', async () => {
    const { apply, plan, key, approving } = await planProject();
    approving(1, { 'alice@example.com': key('alice'), 'bob@example.com': key('bob') });
    expect(problems(await apply())).toEqual(['The plan is not approved']);
    await plan('approve', 'change.plan', '--key', 'alice');
    expect(oneLine(await apply())).toContain('alice@example.com made the plan, which is no approval of it.');
    approving(1, {});
    rmSync('allowed_signers');
    await plan('approve', 'change.plan', '--key', 'bob');
    expect(oneLine(await apply())).toContain('There is no allowed_signers');
  });

  it('that was changed since it was signed, even where nobody has to', async () => {
    const { apply, plan, key, edit } = await planProject();
    key('bob');
    await plan('approve', 'change.plan', '--key', 'bob');
    edit((text) => text.replace('"what":"file /nonexistent/virtfleet"', '"what":"nothing"'));
    expect(problems(await apply())).toEqual(['A signature of the plan was made over something else']);
    expect(problems(await plan('approve', 'change.plan', '--key', 'bob'))).toEqual([
      'A signature of the plan was made over something else',
    ]);
  });

  it('whose author has no name that ssh-keygen could look for', async () => {
    const { apply, plan, key, edit } = await planProject();
    key('bob');
    edit((text) => text.replace(/("operator":")[^"]*/g, '$1a\\u0000b'));
    for (const said of [await plan('approve', 'change.plan', '--key', 'bob'), await apply()])
      expect(problems(said)).toEqual(['A saved plan cannot be read']);
  });

  it('with a signature for something else than plans, or one by a key that may not sign these', async () => {
    const { apply, plan, key, approving } = await planProject();
    approving(1, { 'bob@example.com namespaces="git"': key('bob') });
    await plan('approve', 'change.plan', '--key', 'bob');
    expect(problems(await apply())).toEqual(['The plan is not approved']);
  });
});

describe('a file that is no plan', () => {
  it('is none, whatever it is', async () => {
    const { apply, edit } = await planProject();
    for (const [text, why] of [
      ['', 'Unexpected end of JSON input'],
      ['[]', 'expected object'],
      [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, ''],
      ['{"plan": {"version": 2}}', 'has version 2 of the format'],
      ['{"__proto__": {"plan": {"version": 1}}}', 'plan'],
    ] as const) {
      edit(() => text);
      const { code, err } = await apply();
      expect([code, err.split('\n')[0]]).toEqual([1, 'error: A saved plan cannot be read']);
      expect(err).toContain(why);
    }
  });

  it('huge, a folder, or a device', async () => {
    const { apply } = await planProject();
    truncateSync('change.plan', 300 * 1024 * 1024);
    const said = [await apply()];
    rmSync('change.plan');
    said.push(await apply());
    mkdirSync('change.plan');
    said.push(await apply());
    rmSync('change.plan', { recursive: true });
    symlinkSync('/dev/zero', 'change.plan');
    said.push(await apply());
    expect(said.flatMap(details)).toEqual([
      'change.plan: it is larger than 256 MiB.',
      'change.plan: there is no such file or folder.',
      'change.plan: it is no file.',
      'change.plan: it is no file.',
    ]);
  });

  it('leads out of the project', async () => {
    const { apply, edit } = await planProject();
    for (const [key, value] of [
      ['playbooks', '["../site.yaml"]'],
      ['playbooks', '["/etc/passwd"]'],
      ['playbooks', '["x/../../site.yaml"]'],
      ['inventory', '["/tmp/program"]'],
      ['inventory', '["../a,b"]'],
      ['inventory', '["/tmp/a,b"]'],
    ] as const) {
      edit((text) => text.replace(new RegExp(`("${key}":)\\[[^\\]]*\\]`), `$1${value}`));
      expect((await apply()).err).toContain('it leads out of the project');
      edit((text) => text.replace(`"${key}":${value}`, `"${key}":["hosts"]`));
    }
  });
});

it('a pause between its waves is asked at the terminal, unless --yes is given', async () => {
  const play = `- hosts: all
  gather_facts: no
  serial: 1
  pause: yes
  tasks:
    - stat: { path: / }
`;
  const hosts = 'one ansible_connection=local\ntwo ansible_connection=local\n';
  const { folder } = await planProject({ files: { 'site.yaml': play, hosts } });
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return 'y';
  };
  const applied = (...words: string[]) => {
    readFiles.clear();
    return typed(apply, folder, 'change.plan', '--history', 'none', ...words, { canAsk: true, ask });
  };
  expect((await applied('--yes')).code).toBe(0);
  expect(asked).toEqual([]);
  expect((await applied()).code).toBe(0);
  expect(asked).toEqual([expect.stringContaining('Begin with batch 2 of 2? [y/N]')]);
});

it('says how a new plan of what is left is made', async () => {
  const play = '- hosts: all\n  gather_facts: no\n  tasks:\n    - assert: { that: false }\n';
  const { apply, saved } = await planProject({ files: { 'site.yaml': play }, words: ['-e', 'token=x'] });
  expect(saved.err).toContain("\n  virtfleet apply change.plan -e 'token=…'\n");
  const { code, out } = await apply('-e', 'token=x');
  expect(code).toBe(2);
  expect(out).toContain(
    "\n    virtfleet run site.yaml -i hosts -l here -e 'token=…' -C --plan change.plan --history none\n",
  );
});
