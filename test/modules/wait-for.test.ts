import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { waitFor } from '../../src/modules/wait-for.ts';
import { ask, perform, trial } from './trial.ts';

type Args = z.input<typeof waitFor.args>;

const holds = (args: Args) =>
  Object.values(waitFor.observe(waitFor.args.parse(args))).map((probe) => ask(probe));
const waited = (args: Args) => perform(trial(waitFor, args, { holds: false }).steps[0]);

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "a b'$(touch pwned)");
  writeFileSync(path, 'ready: yes\n');

  it.each<[Args, boolean]>([
    [{ path }, true],
    [{ path: `${path}x` }, false],
    [{ path: `${path}x`, state: 'absent' }, true],
    [{ path, state: 'absent' }, false],
    [{ path, search_regex: '^ready: (yes|no)$' }, true],
    [{ path, search_regex: '^no' }, false],
    [{ path, search_regex: '^no', state: 'absent' }, true],
  ])('%j holds: %j', (args, expected) => {
    expect(holds(args)).toEqual([expected]);
    expect(waited({ ...args, timeout: 0 }).status).toBe(expected ? 0 : 1);
  });
});

it('nobody waits for what is so, unless a delay is asked for', () => {
  expect(trial(waitFor, { port: 22 }, { holds: true }).plan).toEqual({ changes: [] });
  const { plan } = trial(waitFor, { port: 22, delay: 2, timeout: 30 }, { holds: true });
  expect(plan.changes).toMatchObject([{ bookkeeping: true, proof: 'opaque' }]);
  expect(plan.message).toBe('waits for port 22 of 127.0.0.1, 30 s at most');
});

it('says what it waited for in vain', () => {
  expect(waited({ path: '/no/such', timeout: 0 })).toMatchObject({ status: 1, stdout: 'not so after 0 s\n' });
  expect(waited({ path: '/no/such', timeout: 0, msg: 'gone $HOME' })).toMatchObject({
    stdout: 'gone $HOME\n',
  });
});

it.each<[Args, string[]]>([
  [{}, ['']],
  [{ port: 1, path: '/a' }, ['path']],
  [{ port: 1, search_regex: 'x', state: 'stopped' }, ['search_regex']],
])('%j is refused at %j', (args, at) => {
  expect(trial(waitFor, args, { holds: false }).complaints).toEqual(at);
});
