import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFunctions } from '../../../src/engine/script/lock.ts';
import { quote } from '../../../src/plan/quote.ts';
import { newLockFolder } from '../local-host.ts';
import { born, files } from './lock-files.ts';

describe('scripts that are at work', () => {
  it('keep the lock of their run, whose connection was lost', async () => {
    const { folder, said, begin } = shells();
    const lost = await begin('lost');
    expect(await said('theirs', 'lock')).toMatch(/^me@test\n\d+\nlost\n/);
    expect(await said('theirs', 'lock', 'lost')).toBe('a script of me@test\n');
    // Whoever of the run comes and goes.
    expect(await said('lost', 'lock; echo $?; unlock')).toBe('0\n');
    await said('lost', 'unlock');
    expect(processesOf(folder)).toBe(`gone: ${lost.process}`);
    expect(await said('theirs', 'lock')).toBe('a script of me@test\n');
    expect(await said('lost', 'lock; echo $?; unlock')).toBe('0\n');
    await lost.end();
    expect(files(folder, 'virtfleet.')).toEqual([]);
    expect(await said('theirs', 'lock; unlock')).toBe('');
  });

  it('are all known', async () => {
    const { folder, said, begin } = shells();
    const [first, second] = [await begin('ours'), await begin('ours')];
    expect(processesOf(folder)).toBe(`${second.process} ${second.process} ${first.process}`);
    await second.end();
    expect(processesOf(folder)).toBe(`gone: ${first.process}`);
    expect(await said('theirs', 'lock')).toBe('a script of me@test\n');
    await first.end();
    expect(files(folder, 'virtfleet.')).toEqual([]);
  });

  it('are judged again when the lock is taken', async () => {
    const { folder, said, begin } = shells();
    const { process: script, end } = await begin('lost');
    const until = Math.floor(Date.now() / 1000) + 100;
    writeFileSync(join(folder, 'virtfleet.lock'), `lost\nme@test\n${until}\n1:1 ${script}\n1 \n`);
    expect(await said('theirs', 'own=; self=; take ""; echo $?')).toMatch(/^me@test\n\d+\nlost\n1\n\n1\n$/);
    await end();
  });
});

it('the lock of a guard that is armed is not given back', async () => {
  const { folder, said } = shells();
  await said('ours', 'lock; now=$(date +%s); note 100; mv -f "$new" "$file"; unlock');
  expect(processesOf(folder)).toBe('');
  expect(await said('theirs', 'lock')).toMatch(/^me@test\n\d+\nours\n/);
});

it.runIf(process.getuid?.() === 0)('a run that has the lock as root goes on as another user', async () => {
  const { folder, said } = shells();
  chmodSync(folder, 0o1777);
  const as = (id: number) => `setpriv --reuid ${id} --clear-groups sh -c "$1"`;
  await said('ours', 'lock');
  const text = `${lockFunctions({ run: 'ours', owner: 'me@test', folder })}\nlock; echo $?`;
  expect(await said('ours', `set -- ${quote([text])}; ${as(65534)}`)).toBe('0\n');
});

/** Shells of runs that share a lock; nobody has to wait in them for what does not come. */
function shells() {
  const folder = newLockFolder();
  writeFileSync(join(folder, 'sleep'), '#!/bin/sh\n', { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const sh = (run: string, text: string, over = '') =>
    spawn('sh', ['-c', `${lockFunctions({ run, owner: 'me@test', over, folder })}\n${text}`, folder], {
      env,
    });
  const said = async (...asked: Parameters<typeof sh>) => (await sh(...asked).stdout.toArray()).join('');
  let count = 0;
  /** A script that is at work until its end. */
  const begin = async (run: string) => {
    count += 1;
    const end = join(folder, `end-${count}`);
    execFileSync('mkfifo', [end]);
    const script = sh(run, `lock; (: >"$0/done-${count}"; : <${end}); unlock`);
    const ended = new Promise((resolve) => script.once('close', resolve));
    const { pid = 0 } = script;
    await expect.poll(() => files(folder, `done-${count}`)).toHaveLength(1);
    return {
      process: `${pid}:${born(pid)}`,
      end: async () => {
        writeFileSync(end, '');
        await ended;
      },
    };
  };
  return { folder, said, begin };
}

const processesOf = (folder: string) => readFileSync(join(folder, 'virtfleet.lock'), 'utf8').split('\n')[3];
