import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockFinding } from '../../src/commands/self-check/clock.ts';
import { historyFinding } from '../../src/commands/self-check/history.ts';
import { selfCheckLines } from '../../src/commands/self-check/page.ts';
import { answerOf } from '../../src/commands/self-check/program-answers.ts';
import { schemaFinding } from '../../src/commands/self-check/schema.ts';
import { selfCheck } from '../../src/commands/self-check/self-check.ts';
import type { RunSummary } from '../../src/history/questions/runs.ts';
import { project, typed } from './project.ts';

it('looks at everything, and exits with 3 for what has to be mended', async () => {
  const folder = project({ 'history.db': 'this is no database, however long one reads' });
  const words = ['--history', join(folder, 'history.db')];
  const { code, out, err } = await typed(selfCheck, folder, ...words, '--format', 'json');
  expect([code, err]).toEqual([3, '']);
  const { checks, exit_code } = JSON.parse(out);
  expect(exit_code).toBe(3);
  const names = checks.map(({ name }: { name: string }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['virtfleet', 'node', 'ssh', 'known_hosts', 'schema', 'history', 'time']),
  );
  const history = checks.find(({ name }: { name: string }) => name === 'history');
  expect(history).toMatchObject({ status: 'problem', detail: expect.stringContaining('not a database') });
  expect((await typed(selfCheck, folder, ...words)).out).toMatch(/\n1 problem:\n {2}history: /);
});

describe('the history', () => {
  const at = (path: string) => historyFinding({ kind: 'file', path });

  it('may be made by the first run, and is not made before', async () => {
    const path = join(project({}), 'state/virtfleet/history.db');
    expect((await at(path)).finding).toEqual({
      ...{ name: 'history', status: 'ok', detail: `${path}, made by the first run` },
    });
    expect(existsSync(path)).toBe(false);
  });

  it('cannot be below a file', async () => {
    const folder = project({ state: '' });
    const { finding } = await at(join(folder, 'state/history.db'));
    expect(finding).toMatchObject({ status: 'problem', detail: expect.stringContaining('is no folder.') });
  });

  it('may be none', async () => {
    expect((await historyFinding({ kind: 'none' })).finding.status).toBe('ok');
  });
});

it('the clock is wrong if a run of the past began later', () => {
  const last = { number: 41, started: '2026-11-29T12:00:00.000Z' } as RunSummary;
  const at = (time: string) => clockFinding(Date.parse(time), last);
  expect(at('2026-11-29T11:00:00Z')).toMatchObject({
    status: 'problem',
    detail: expect.stringContaining('but run 41 began '),
  });
  expect(at('2026-11-29T13:00:00Z').status).not.toBe('problem');
});

describe('the schema', () => {
  const folder = () => project({ 'network.rng': '' });
  const xmllint = (script: string) => ['sh', '-c', script];

  it.each([
    [true, ['sh', '-c', 'echo "xmllint: using libxml version 20914" >&2'], 'ok'],
    [true, ['sh', '-c', 'echo "xmllint: error while loading shared libraries" >&2; exit 127'], 'problem'],
    [true, ['virtfleet-has-no-such-program'], 'note'],
    [false, xmllint('echo 1'), 'note'],
  ] as const)('is there: %s, with %j: %s', (isThere, program, status) => {
    const finding = schemaFinding({ folders: isThere ? [folder()] : [], xmllint: program });
    expect(finding.status).toBe(status);
    if (status === 'note') expect(finding.command).toMatch(/^sudo apt-get install /);
  });
});

it('a program that is missing is no program that fails', () => {
  expect(answerOf('virtfleet-has-no-such-program')).toBe('missing');
  expect(answerOf('sh', '-c', 'exit 4')).toEqual({ said: 'it ended with 4', isWell: false });
});

it('notes stand apart from problems, each with what to do', () => {
  const findings = [
    { name: 'node', status: 'ok', detail: '26.12.1' },
    { name: 'schema', status: 'note', detail: 'no xmllint', advice: 'Install it:', command: 'apt-get x' },
    { name: 'ssh', status: 'problem', detail: 'there is none', advice: 'Install ssh.' },
  ] as const;
  expect(selfCheckLines(findings, { color: false, width: 80 })).toEqual([
    'CHECK   STATE    WHAT',
    'node    ok       26.12.1',
    'schema  note     no xmllint',
    'ssh     problem  there is none',
    '',
    'It works, with something less:',
    '  schema: Install it:',
    '      apt-get x',
    '',
    '1 problem:',
    '  ssh: Install ssh.',
  ]);
});
