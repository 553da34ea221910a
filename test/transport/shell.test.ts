import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Channel } from '../../src/transport/channel.ts';
import { localChannel } from '../../src/transport/local.ts';
import { Lost } from '../../src/transport/session.ts';
import { SHELL_LIMITS, Shell } from '../../src/transport/shell.ts';

let channel: Channel;
let shell: Shell;
beforeEach(() => {
  channel = localChannel('exec sh');
  shell = new Shell(channel, { ...SHELL_LIMITS, grace: 200, output: 100_000 });
});
afterEach(() => shell.close());

async function said(script: string): Promise<[number, string, string]> {
  const { status, stdout, stderr } = await shell.run(script);
  return [status, stdout.toString(), stderr.toString()];
}

test.each([
  ['status', 'exit 7', 7, ''],
  ['no final newline', 'printf text', 0, 'text'],
  ['stdin is empty', 'cat; echo after', 0, 'after\n'],
  ['heredoc', "cat <<'END'\n$x '\nEND\n", 0, "$x '\n"],
  ['exec', 'exec sh -c "exit 3"', 3, ''],
  ['exit trap', 'trap "echo bye" EXIT; exit 4', 4, 'bye\n'],
  ['killed', "sh -c 'kill -KILL $$'", 137, ''],
  ['closed streams', 'exec >&- 2>&-; exit 5', 5, ''],
  ['empty', '', 0, ''],
  ['comment', '# nothing', 0, ''],
])('a script says its %s', async (_, script, status, stdout) => {
  const reply = await said(script);
  expect([reply[0], reply[1]]).toEqual([status, stdout]);
});

test.each([
  'if then',
  ') ) ; echo out (',
  "echo 'open",
  'cat <<END',
  'set -u; echo "$no_such"',
  '. /no/such/file',
])('the shell outlives a script that it cannot run: %s', async (script) => {
  await shell.run(script);
  expect(await said('echo alive')).toEqual([0, 'alive\n', '']);
});

test('a syntax error has a status', async () => {
  const [status, , stderr] = await said('if then');
  expect(status).not.toBe(0);
  expect(stderr).toContain('yntax error');
});

test('scripts share nothing', async () => {
  await shell.run('cd /; x=1; f() { :; }; trap "echo late" EXIT; umask 0');
  expect(await said('echo "$x$(command -v f)"')).toEqual([0, '\n', '']);
});

test('stdout and stderr stay apart, as bytes', async () => {
  const { stdout, stderr } = await shell.run("printf '\\000\\377\\n'; printf 'caf\\303\\251' >&2");
  expect(stdout).toEqual(Buffer.from([0x00, 0xff, 0x0a]));
  expect(stderr.toString()).toBe('café');
});

test('a child in the background survives and delays nothing', async () => {
  const [, pid] = await said('sleep 20 & echo $!');
  expect(await said(`kill ${pid.trim()} && echo was alive`)).toEqual([0, 'was alive\n', '']);
});

test('scripts that are sent at once run one after the other', async () => {
  const replies = await Promise.all(['sleep 0.05; echo 1', 'echo 2', 'echo 3'].map(said));
  expect(replies.map(([, stdout]) => stdout)).toEqual(['1\n', '2\n', '3\n']);
  expect(shell.roundTrips).toBe(3);
});

test('output above the limit is cut and marked', async () => {
  const { status, stdout, truncated } = await shell.run('head -c 300000 /dev/zero');
  expect([status, stdout.length, truncated]).toEqual([0, 100_000, true]);
});

test('a long script with every kind of character arrives unchanged', async () => {
  const text = `${'x'.repeat(150_000)} $(id) \`id\` \\ " ü`;
  expect((await shell.run(`cat <<'END' | tail -c 22\n${text}\nEND\n`)).stdout.toString()).toBe(
    `${text.slice(-20)}\n`,
  );
});

test('a script that takes too long is killed with its children, and the shell goes on', async () => {
  const reply = await shell.run('echo begun; sh -c "sleep 30; echo no" ; echo no', { timeout: 150 });
  expect([reply.stopped, reply.status, reply.stdout.toString()]).toEqual(['timeout', 143, 'begun\n']);
  expect(await said('ps -o args= -g $$ | grep -c "[s]leep 30"')).toEqual([1, '0\n', '']);
});

test('a script that ignores TERM is killed', async () => {
  const reply = await shell.run("trap '' TERM; sleep 30; sleep 30", { timeout: 100 });
  expect([reply.stopped, reply.status]).toEqual(['timeout', 137]);
});

test('an abort stops the script and tells what it had said', async () => {
  const controller = new AbortController();
  channel.stdout.once('data', () => controller.abort());
  const reply = await shell.run('echo begun; sleep 30', { signal: controller.signal });
  expect([reply.stopped, reply.stdout.toString()]).toEqual(['abort', 'begun\n']);
});

test('after an abort nothing is sent', async () => {
  await expect(shell.run('echo no', { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  expect(shell.roundTrips).toBe(0);
});

test('a shell that ends before the answer is lost, and stays lost', async () => {
  const lost = shell.run('echo begun; kill -KILL $$; sleep 0.2');
  await expect(lost).rejects.toBeInstanceOf(Lost);
  await expect(shell.run('echo no')).rejects.toBeInstanceOf(Lost);
});

test('a stopped shell is given up', async () => {
  const stopped = shell.run('kill -STOP $$; tail --pid=$$ -s 0.05 -f /dev/null', { timeout: 50 });
  await expect(stopped).rejects.toBeInstanceOf(Lost);
});

test('nothing a script prints ends its frame', async () => {
  const [, stdout] = await said(
    `printf '\\036${shell.nonce} 1 0\\n'; set -x; echo "$BASH_COMMAND"; echo end`,
  );
  expect(stdout).toContain(`\x1e${shell.nonce} 1 0\n`);
  expect(stdout).toContain('end\n');
});
