import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { AskingTask } from '../../src/engine/connection/asking-task.ts';
import type { Open } from '../../src/engine/connection/host-reader.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { type FileState, fileAt } from '../../src/host/files.ts';
import { only, type Probe } from '../../src/plan/probe.ts';
import { SecretTexts } from '../../src/snapshot/secret-texts.ts';
import { Snapshot } from '../../src/snapshot/snapshot.ts';
import { SnapshotReader } from '../../src/snapshot/snapshot-reader.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';
import { localHost } from '../engine/local-host.ts';

const HOST = { name: 'hv01', libvirtUri: 'test:///default' };
const ABOUT = { secrets: new SecretTexts(Buffer.alloc(32, 1)), hasKey: true, command: 'virtfleet snapshot' };
const away: Open = () => Promise.reject(new Error('no host may be asked'));

/** Each time that it is asked it says something else. */
const clock: Probe<string> = {
  key: 'nanoseconds',
  ask: { kind: 'script', script: 'date +%s%N', args: [] },
  parse: (answers) => only(answers).stdout.toString(),
};

/** What a reader answers, with what was asked in vain. */
async function read(snapshot: Snapshot, probe: Probe, { open = away, tasks = [] as AskingTask[] } = {}) {
  const into = new Observations();
  const reader = new SnapshotReader(HOST, open, false, snapshot);
  await reader.observe([probe], false, into, tasks);
  await reader.close();
  const known = into.get(probe);
  return known && 'error' in known ? known.error.message : known?.value;
}

/** The same snapshot, read from its file. */
function reread(snapshot: Snapshot, more: Partial<ConstructorParameters<typeof Snapshot>[0]> = {}): Snapshot {
  return new Snapshot({ ...ABOUT, ...more, hosts: new Map(snapshot.packed()) });
}

it('a host is asked once, and answers the same ever after', async () => {
  const { open } = localHost();
  const taken = new Snapshot(ABOUT);
  const first = await read(taken, clock, { open });
  expect(first).toMatch(/^\d+\n$/);
  expect(await read(taken, clock, { open })).toBe(first);
  const again = reread(taken);
  expect([await read(again, clock), again.warnings()]).toEqual([first, []]);
});

it('a question without an answer is said, with the command that takes one', async () => {
  const empty = new Snapshot({ ...ABOUT, hosts: new Map(new Snapshot(ABOUT).packed()) });
  await expect(read(empty, clock)).rejects.toThrow('The snapshot does not have this host');
  const taken = new Snapshot(ABOUT);
  taken.of('hv01');
  const other = reread(taken, { by: { virtfleet: '0.9.0', taken: '2026-11-29T08:00:00.000Z' } });
  expect(await read(other, clock)).toBe(
    [
      'The snapshot has no answer to nanoseconds.',
      'Virtfleet 0.9.0 took it at 2026-11-29T08:00:00.000Z. Another version, other playbooks and other rights ask otherwise. Take one with the same, such as:',
      '  virtfleet snapshot',
    ].join('\n'),
  );
  expect(other.warnings()).toMatchObject([
    { code: 'unanswered-question', detail: 'It does not have: nanoseconds.', hosts: ['hv01'] },
  ]);
});

it('a host that cannot be reached stays so, for the same reason', async () => {
  const gone = new Unreachable('auth', { detail: 'no key', hint: 'Try another.', command: 'ssh-add' });
  const taken = new Snapshot(ABOUT);
  await expect(read(taken, clock, { open: () => Promise.reject(gone) })).rejects.toEqual(gone);
  await expect(read(reread(taken), clock)).rejects.toEqual(gone);
});

const task = (desired: unknown, probe: Probe, noLog?: true): AskingTask => ({
  desired,
  definition: { observe: () => ({ file: probe }) },
  ...(noLog && { noLog }),
});

it('of a file with secrets only equality with what the task wants is kept', async () => {
  const { open, folder } = localHost();
  const file = fileAt(join(folder, 'secret'));
  const content = 'first: 1\nold-secret\n';
  writeFileSync(join(folder, 'secret'), content);
  const asked = (wanted: string) => ({ tasks: [task({ content: wanted }, file, true)] });
  const taken = new Snapshot(ABOUT);
  await read(taken, file, { open, ...asked(content) });
  const [[, packed] = []] = taken.packed();
  expect(gunzipSync(packed ?? '').toString()).not.toMatch(/old-secret|first/);
  const same = (await read(reread(taken), file, asked(content))) as FileState;
  expect(same).toMatchObject({ kind: 'file', content });
  const other = (await read(reread(taken), file, asked('first: 1\nnew-secret\n'))) as FileState;
  expect(other).toMatchObject({
    kind: 'file',
    content: expect.stringMatching(/^first: 1\nwithheld-[0-9a-f]{8}\n$/),
  });
  // Who has not the key gets no answer at all.
  const locked = await read(reread(taken, { hasKey: false }), file, asked(content));
  expect(locked).toMatch(/^The snapshot has this only for who took it/);
});

it('what a task looks for in a file with secrets is not kept', async () => {
  const { open, folder } = localHost();
  const file = fileAt(join(folder, 'secret'));
  writeFileSync(join(folder, 'secret'), 'old-secret\n');
  const tasks = [task({ regexp: 'old', replace: 'new' }, file, true)];
  const taken = new Snapshot(ABOUT);
  expect(await read(taken, file, { open, tasks })).toMatch(
    /^The snapshot does not have file .*: The task looks for/,
  );
});

it('a file without secrets is kept as it is', async () => {
  const { open, folder } = localHost();
  const file = fileAt(join(folder, 'open'));
  writeFileSync(join(folder, 'open'), 'interface=br0\n');
  const tasks = [task({ content: 'interface=br1\n' }, file)];
  const taken = new Snapshot(ABOUT);
  await read(taken, file, { open, tasks });
  expect(await read(reread(taken), file, { tasks })).toMatchObject({ content: 'interface=br0\n' });
});

it('a question is answered by a broader one', async () => {
  const { open } = localHost();
  const all: Probe<string> = { ...clock, key: 'all', ask: { kind: 'script', script: 'echo a b', args: [] } };
  const answers = (value: unknown) => [
    { status: 0, stdout: Buffer.from(String(value).slice(2)), stderr: Buffer.alloc(0) },
  ];
  const one: Probe<string> = {
    ...clock,
    ...{ key: 'one', ask: { kind: 'script', script: 'echo b', args: [] }, within: { probe: all, answers } },
  };
  const taken = new Snapshot(ABOUT);
  await read(taken, all, { open });
  const again = reread(taken);
  expect([await read(again, one), again.warnings()]).toEqual(['b\n', []]);
});
