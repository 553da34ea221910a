import { afterEach, expect, it } from 'vitest';
import type { Io } from '../../src/commands/command.ts';
import { run } from '../../src/commands/run.ts';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { project, typed } from './project.ts';

afterEach(() => hiddenTexts.clear());

const PLAY = `- hosts: localhost
  gather_facts: no
  vars_prompt:
    - { name: guest, prompt: Which guest, default: web, private: no }
    - { name: token, prompt: Its token, confirm: yes }
  tasks:
    - debug: { msg: "{{ guest }} has {{ token }}" }
- hosts: localhost
  gather_facts: no
  vars_prompt: [{ name: late }]
  tasks:
    - debug: { msg: "late {{ late }}" }
`;
const FILES = { 'play.yaml': PLAY, hosts: 'localhost ansible_connection=local\n' };

/** A terminal at which these answers are typed, and what it shows; an answer that is missing is Ctrl-D. */
function terminal(answers: readonly string[]) {
  const left = [...answers];
  const shown: string[] = [];
  const asks = (how: string) => async (line: string) => {
    shown.push(`${how} ${line}`);
    return left.shift();
  };
  const io: Partial<Io> = { canAsk: true, ask: asks('shown'), askPassword: asks('hidden') };
  return { shown, io };
}

const started = (io: Partial<Io>, files: Record<string, string> = FILES, ...words: string[]) => {
  const folder = project(files);
  return typed(run, folder, io, `${folder}/play.yaml`, '-i', `${folder}/hosts`, ...words);
};

it('all plays ask before the run; what is not shown is in no output', async () => {
  const { shown, io } = terminal(['', 'secret1', 'typo', 'secret1', 'secret1', 'also hidden']);
  const { code, out, err } = await started(io, FILES, '--check', '-v');
  expect(shown).toEqual([
    'shown Which guest [web]: ',
    'hidden Its token: ',
    'hidden confirm Its token: ',
    'hidden Its token: ',
    'hidden confirm Its token: ',
    'hidden late: ',
  ]);
  expect(err).toBe('The two answers differ.\n');
  expect(out).toContain('web has ********');
  expect(out).toContain('late ********');
  expect(code).toBe(0);
});

it('nobody is asked for what -e says, and not by the lists', async () => {
  const { shown, io } = terminal(['x']);
  await started(io, FILES, '--check', '-e', '{"guest": "a", "token": "b"}');
  expect(shown).toEqual(['hidden late: ']);
  const lists = await started(terminal([]).io, FILES, '--syntax-check');
  expect(lists).toMatchObject({ code: 0, err: '' });
});

it('without an answer nothing is done', async () => {
  const { io } = terminal([]);
  expect(await started(io)).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet run: guest needs an answer, and none was given.\n',
  });
});

it('without a terminal the default counts, and what has none is asked for with -e', async () => {
  const { code, err } = await started({}, FILES, '--check');
  expect(code).toBe(1);
  expect(err).not.toContain('asks for `guest`');
  expect(err).toContain('-e token=VALUE');
  expect(err).toContain('-e late=VALUE');
});

it('nobody is asked while something is wrong', async () => {
  const { shown, io } = terminal([]);
  const { code, err } = await started(io, { ...FILES, 'play.yaml': `${PLAY}    - debag: { msg: x }\n` });
  expect({ code, shown }).toEqual({ code: 1, shown: [] });
  expect(err).toContain('debag');
  expect(err).not.toContain('vars_prompt');
});
