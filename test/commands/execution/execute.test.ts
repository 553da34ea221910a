import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drift } from '../../../src/commands/drift.ts';
import { runCommand } from '../../../src/commands/line.ts';
import { run } from '../../../src/commands/run.ts';
import { listening, project } from '../project.ts';

it('a bug that one host meets comes out behind the whole report of the others', async () => {
  const folder = project({
    'ansible.cfg': '[defaults]\n',
    hosts: 'bad ansible_host=127.0.0.1 ansible_port=1\ngood ansible_connection=local\n',
    'site.yaml':
      '- hosts: all\n  tasks:\n    - file: { path: /no/such, state: absent }\n    - command: hostname\n',
  });
  const { printed, io } = listening({
    // What ssh says of a host is read with it: only that host meets the error.
    local: {
      get home(): string {
        throw new Error('a bug');
      },
      user: 'op',
      uid: 1,
      env: { XDG_STATE_HOME: folder, ANSIBLE_CONFIG: folder },
    },
  });
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), '--check', '--format', 'json'];
  await expect(runCommand(run, words, io)).rejects.toThrow('a bug');
  const { hosts, tasks, exit_code } = JSON.parse(printed.out);
  expect(exit_code).toBe(70);
  expect(hosts).toMatchObject({ bad: { failed: 1 }, good: { ok: 1, changed: 1 } });
  expect(tasks).toContainEqual(
    expect.objectContaining({ host: 'bad', status: 'failed', message: 'This is a bug in Virtfleet: a bug' }),
  );
});

it('the JSON file tells the same as the screen, with stars for what is secret or no_log', async () => {
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml': `
- hosts: all
  tasks:
    - name: says
      debug: { msg: "open sesame, says the operator" }
    - name: tokens
      no_log: true
      loop: [hunter2]
      copy: { dest: "{{ playbook_dir }}/{{ item }}", content: "{{ item }}" }
`,
  });
  const { printed, io } = listening({ askPassword: () => Promise.resolve('sesame') });
  const report = join(folder, 'report.json');
  const words = [
    join(folder, 'site.yaml'),
    '-i',
    join(folder, 'hosts'),
    '-C',
    '-D',
    '-v',
    '-K',
    '--json',
    report,
  ];
  expect(await runCommand(run, words, io)).toBe(0);
  const text = readFileSync(report, 'utf8');
  const { tasks, operator } = JSON.parse(text);
  expect(operator).toBe(io.owner);
  expect(tasks).toMatchObject([
    { task: 'says', status: 'ok', message: 'open ********, says the operator' },
    { task: 'tokens (item=********)', status: 'would-change', changes: [{ what: '********' }] },
  ]);
  expect(printed.out).toContain('open ********, says the operator');
  expect(printed.out).toContain('+ ********: ********');
  for (const shown of [text, printed.out]) expect(shown).not.toMatch(/sesame|hunter2/);
});

it.each([
  ['ndjson', /^\{"type":"run-started".*\n(\{.*\}\n)*\{"type":"report".*"exit_code":0\}\n$/],
  ['junit', /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites [\s\S]*<\/testsuites>\n$/],
])('--format %s prints that and nothing else', async (format, shape) => {
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml': '- hosts: all\n  gather_facts: no\n  tasks:\n    - debug: { msg: hello }\n',
  });
  const words = [
    join(folder, 'site.yaml'),
    '-i',
    join(folder, 'hosts'),
    '--history',
    'none',
    '--format',
    format,
  ];
  const { printed, io } = listening();
  expect(await runCommand(run, words, io)).toBe(0);
  expect(printed.out).toMatch(shape);
  expect(printed.err).toBe('');
});

it('a check that decides at the end whether it prints cannot print events before', async () => {
  const { printed, io } = listening();
  expect(await runCommand(drift, ['site.yaml', '--quiet', '--format', 'ndjson'], io)).toBe(1);
  expect(printed.err).toMatch(/^virtfleet drift: --quiet decides at the end/);
});

it.each([
  ['where nobody is there to ask', [], true],
  ['in a dry run as well', ['--check'], true],
  ['not with --yes', ['--yes'], false],
])('a play that asks before its waves is warned of before a host is contacted, %s', async (_, words, is) => {
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml': '- hosts: all\n  pause: yes\n  tasks: [{ debug: { msg: hello } }]\n',
  });
  const { printed, io } = listening();
  await runCommand(run, [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), ...words], io);
  expect(printed.err.includes('there is no terminal to ask at')).toBe(is);
});
