import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { virshTurns } from '../../../src/engine/script/virsh-turns.ts';
import type { Step } from '../../../src/plan/step.ts';

/**
 * In the place of virsh: does commands one behind the other and notes them, each process with a line of its own. What it
 * says on stdout may come later than its words on stderr, but never after `echo --err`.
 */
const VIRSH = `#!/bin/sh
echo started >>"$LOG"
printf '%s;' "$4" | tr ';' '\\n' >"$LOG.commands"
while read -r command first second; do
  case "$command $first" in
    'echo --err') eval "set -- $second"; printf 'error: %s\\n' "$1" >&2 ;;
    define\\ *) read -r what <"$first"; echo "define $what" >>"$LOG" ;;
    start\\ bad) echo 'error: no start' >&2; echo 'of bad' >&2 ;;
    start\\ dies) exit 1 ;;
    start\\ *) echo "start $first" >>"$LOG" ;;
    show\\ *) echo "is $first" ;;
    remove\\ *) echo "remove $first" >>"$LOG" ;;
  esac
done <"$LOG.commands"
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  writeFileSync(join(folder, 'virsh'), VIRSH);
  chmodSync(join(folder, 'virsh'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

function making(name: string, is = name) {
  const set: Step = {
    do: 'virsh-set',
    commands: [
      ['define', '/dev/stdin'],
      ['start', name],
    ],
    stdin: `$(${name})\n`,
    rollback: { commands: [['remove', name]], done: 'as before' },
  };
  return {
    steps: [set],
    holds: [{ virsh: `show ${name}`, script: '[ "$(cat)" = "$1" ]', args: [`is ${is}`] }],
  };
}

/** Does these tasks as a script does, each with its status, and gives what was said and done. */
function perform(tasks: Parameters<typeof virshTurns>[0]) {
  const turns = virshTurns(tasks, { uri: 'qemu:///system', readOnly: false });
  const each = tasks.map((_, index) => {
    const { step, holds } = turns.of.get(index) ?? { step: 'false', holds: 'false' };
    return `{ ${step}\n}\nstatus=$?; echo "${index} $status"; if [ $status = 0 ] && ${holds}; then`;
  });
  const text = [turns.begin, ...each, ':', ...tasks.map(() => 'fi'), turns.end, 'echo "$turns"'].join('\n');
  const log = join(folder, 'log');
  const env = { PATH: `${folder}:${process.env.PATH}`, LOG: log };
  const { stdout, stderr } = spawnSync('sh', ['-s'], { input: text, env, encoding: 'utf8', timeout: 20_000 });
  const [pipes = '', ...statuses] = stdout.trim().split('\n').toReversed();
  expect(existsSync(pipes)).toBe(false);
  return { statuses: statuses.toReversed(), stderr, done: readFileSync(log, 'utf8').trim().split('\n') };
}

it('several tasks have their turns in one virsh, each with what it defines', () => {
  expect(perform(['a', 'b', 'c'].map((name) => making(name)))).toEqual({
    statuses: ['0 0', '1 0', '2 0'],
    stderr: '',
    done: ['started', 'define $(a)', 'start a', 'define $(b)', 'start b', 'define $(c)', 'start c'],
  });
});

it('behind a task that fails none has its turn, and what it did is taken back', () => {
  expect(perform([making('a'), making('bad'), making('c')])).toEqual({
    statuses: ['0 0', '1 1'],
    stderr: 'start bad:\n  no start\n  of bad\nas before\n',
    done: ['started', 'define $(a)', 'start a', 'define $(bad)', 'started', 'remove bad'],
  });
});

it('behind a task that does not hold none has its turn', () => {
  expect(perform([making('a', 'other'), making('b')])).toEqual({
    statuses: ['0 0'],
    stderr: '',
    done: ['started', 'define $(a)', 'start a'],
  });
});

it('where virsh ends in the middle the task has failed', () => {
  expect(perform([making('dies'), making('b')])).toEqual({
    statuses: ['0 1'],
    stderr: 'virsh has ended before it was done\nas before\n',
    done: ['started', 'define $(dies)', 'started', 'remove dies'],
  });
});

it('one task alone, and one that the host cannot judge by what virsh reads, has a process of its own', () => {
  const own = { ...making('b'), holds: [{ script: 'true', args: [] }] };
  for (const tasks of [[making('a')], [making('a'), own]])
    expect([...virshTurns(tasks, { uri: 'qemu:///system', readOnly: false }).of]).toEqual([]);
});
