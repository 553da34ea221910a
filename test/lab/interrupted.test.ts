import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { HOSTS, onEach } from './two-hosts.ts';
import { reset } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-interrupted-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  await onEach('rm -f /run/interrupted* /etc/interrupted.conf');
  await Promise.all(HOSTS.map(reset));
});

const [first = '', second = ''] = HOSTS;

/** A command of the operator while it runs, and all that it prints, with its lines joined. */
function start(argv: readonly string[]) {
  const [program = '', ...words] = lab.command(argv);
  const child = spawn(program, words);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, ended, said: () => printed.replaceAll(/\s+/g, ' ') };
}

/** Both hosts are to be at it at once. */
function playbook(tasks: string, play = '  rollout: all-at-once\n'): string {
  const path = join(folder, 'site.yaml');
  writeFileSync(path, `- hosts: ${HOSTS.join(':')}\n  disruption: link\n${play}  tasks:\n${tasks}`);
  return path;
}

const argvOf = (...words: string[]) => ['node', 'dist/cli.js', ...words, '-i', lab.paths.inventory];
const LAST = '    - copy: { dest: /etc/interrupted.conf, content: x }\n';
const LOST = /lost: .*You ended the run\. Whether the steps were done is unknown/;
const NOT_STARTED = /not-started=1 .*not-started=1 /;
const untilThere = (path: string) => `until [ -e ${path} ]; do sleep 0.1; done`;
const interrupt = (child: ChildProcess) => child.kill('SIGINT');
const isWritten = () => onEach('ls /etc/interrupted.conf 2>/dev/null || echo no');

it('the password of sudo: nothing begins', async () => {
  const command = ['node', 'dist/cli.js', 'run', playbook(LAST), '-i', lab.paths.inventory, '-b', '-K'];
  const { child, ended, said } = start(['script', '-qefc', command.join(' '), '/dev/null']);
  await expect.poll(said, { timeout: 60_000 }).toContain('sudo password:');
  child.stdin?.write('\x03');
  expect(await ended).toBe(130);
  expect(said()).toMatch(/sudo password: (\^C )?Interrupted: no host was contacted\. $/);
  expect(await isWritten()).toEqual(['no', 'no']);
});

it('a running task finishes and is reported; no task follows', async () => {
  const slow = `    - shell: ": >/run/interrupted; sleep 2; : >/run/interrupted-end"\n${LAST}`;
  const { child, ended, said } = start(argvOf('run', playbook(slow)));
  await onEach(untilThere('/run/interrupted'));
  interrupt(child);
  expect(await ended).toBe(130);
  expect(said()).toMatch(/Interrupted: no further task starts; running tasks finish/);
  expect(said()).toContain(`TASK [shell] changed: [${HOSTS.join(', ')}]`);
  expect(said()).toMatch(NOT_STARTED);
  expect(said()).not.toMatch(/failed on all|bug/);
  await onEach('[ -e /run/interrupted-end ]');
  expect(await isWritten()).toEqual(['no', 'no']);
});

it.each([
  ['reverted', 12, '10.77.250.250:1', /reverted: .*the host cannot connect to 10\.77\.250\.250:1/],
  ['confirmed', 60, '127.0.0.1:22', /changed: /],
] as const)('a guarded change is decided and told: %s', async (state, seconds, port, told) => {
  const guarded = `    - network: { name: default, forward: { mode: open }, ip: { address: 192.168.122.1/24 }, mtu: { size: 1400 } }
      guard: true
      confirm_timeout: ${seconds}
      confirm: { ports: ["${port}"] }
${LAST}`;
  await onEach('rm -rf /var/lib/virtfleet/backups; virsh net-start default');
  const { child, ended, said } = start(argvOf('run', playbook(guarded)));
  await onEach('until ls /var/lib/virtfleet/backups/*/armed; do sleep 0.05; done');
  interrupt(child);
  expect(await ended).toBe(130);
  expect(said()).toMatch(told);
  expect(said()).toMatch(NOT_STARTED);
  expect(await onEach('cat /var/lib/virtfleet/backups/*/state')).toEqual([state, state]);
  expect(await isWritten()).toEqual(['no', 'no']);
});

/** Lets a minute pass in no time. */
const QUICK = `data:text/javascript,${encodeURIComponent(`
const own = globalThis.setTimeout;
globalThis.setTimeout = (work, ms, ...rest) => own(work, ms === 60_000 ? 0 : ms, ...rest);`)}`;

it('SIGTERM ends a run whose task is still at work after a minute, and says so', async () => {
  const hangs = `    - shell: ": >/run/interrupted; while [ -e /run/interrupted ]; do sleep 0.1; done"\n${LAST}`;
  const [node = '', ...words] = argvOf('run', playbook(hangs));
  const { child, ended, said } = start([node, '--import', QUICK, ...words]);
  await onEach(untilThere('/run/interrupted'));
  child.kill('SIGTERM');
  expect(await ended).toBe(130);
  expect(said()).toContain('SIGTERM: after 60 s a task is still at work.');
  expect(said()).toMatch(LOST);
  expect(await isWritten()).toEqual(['no', 'no']);
});

/** Interrupts once more when the first time was told. */
async function interruptTwice(child: ChildProcess, said: () => string) {
  interrupt(child);
  await expect.poll(said, { timeout: 60_000 }).toContain('A second Ctrl-C');
  interrupt(child);
}

it('a second Ctrl-C gives up what runs; it is reported and kept all the same', async () => {
  const hangs = `    - shell: ": >/run/interrupted; while [ -e /run/interrupted ]; do sleep 0.1; done"\n${LAST}`;
  const [page, history] = [join(folder, 'report.json'), join(folder, 'history.db')];
  const { child, ended, said } = start(argvOf('run', playbook(hangs), '--json', page, '--history', history));
  await onEach(untilThere('/run/interrupted'));
  await interruptTwice(child, said);
  expect(await ended).toBe(130);
  expect(said()).toMatch(LOST);
  expect(said()).not.toContain('bug');
  const { tasks } = JSON.parse(readFileSync(page, 'utf8')) as { tasks: { task: string; status: string }[] };
  const expected = ['copy not-started', 'copy not-started', 'shell lost', 'shell lost'];
  expect(tasks.map(({ task, status }) => `${task} ${status}`).toSorted()).toEqual(expected);
  const kept = await lab.exec(['node', 'dist/cli.js', 'history', 'show', 'last', '--history', history]);
  expect(kept.stdout).toContain('with exit code 130');
  expect(kept.stdout.replaceAll(/\s+/g, ' ')).toMatch(LOST);
  expect(await isWritten()).toEqual(['no', 'no']);
});

it('a guarded change that is given up is taken back by its host when it was said to be', async () => {
  const guarded = `    - network: { name: default, forward: { mode: open }, ip: { address: 192.168.122.1/24 }, mtu: { size: 1400 } }
      guard: true
      confirm_timeout: 15
      confirm: { ports: ["10.77.250.250:1"] }
`;
  await onEach('rm -rf /var/lib/virtfleet/backups; virsh net-start default');
  const { child, ended, said } = start(argvOf('run', playbook(guarded)));
  await onEach('until ls /var/lib/virtfleet/backups/*/armed; do sleep 0.05; done');
  await interruptTwice(child, said);
  expect(await ended).toBe(130);
  const [, time = ''] = /The host takes it back at (\d\d:\d\d:\d\d) at the latest/i.exec(said()) ?? [];
  const state = await onEach(
    'until [ -e /var/lib/virtfleet/backups/*/state ]; do sleep 0.1; done; cat /var/lib/virtfleet/backups/*/state; date -r "$(echo /var/lib/virtfleet/backups/*/state)" +%T',
  );
  for (const one of state) {
    const [word, when = ''] = one.split('\n');
    expect(word).toBe('reverted');
    expect(secondsOf(when) - secondsOf(time)).toBeLessThanOrEqual(ROLLBACK);
  }
});

/** Seconds that the rollback itself may take. */
const ROLLBACK = 5;
const secondsOf = (time: string) => Date.parse(`1970-01-01T${time}Z`) / 1000;

it('a host that is not back from its reboot is not waited for', async () => {
  const waits = `    - reboot: { pre_reboot_delay: 3600, reboot_timeout: 3600 }\n${LAST}`;
  const { child, ended, said } = start(argvOf('run', playbook(waits)));
  await onEach('until systemctl list-timers --all | grep -q run-; do sleep 0.1; done');
  // The timer of the host is ours to stop: this host does not go down.
  await onEach("systemctl stop 'run-*.timer'");
  interrupt(child);
  expect(await ended).toBe(130);
  expect(said()).toContain('interrupted before it was back');
  expect(said()).toContain('not started');
});

it('batches that are not begun are not started, which is no batch that failed', async () => {
  const slow = `    - shell: ": >/run/interrupted; sleep 2"\n${LAST}`;
  const { child, ended, said } = start(argvOf('run', playbook(slow, '  serial: 1\n')));
  await lab.onHost(first, untilThere('/run/interrupted'));
  interrupt(child);
  expect(await ended).toBe(130);
  expect(said()).not.toMatch(/failed on all|bug/);
  expect(said()).toContain('The run was interrupted before it.');
  expect((await lab.onHost(second, 'ls /run/interrupted')).code).not.toBe(0);
});

it.each(sampled(['run', 'drift', 'networks', 'show'], 2))(
  'a host that does not answer, in %s',
  async (verb) => {
    await lab.setLink(second, 'down');
    try {
      const words = {
        run: [playbook(LAST)],
        drift: [playbook(LAST)],
        networks: [],
        show: [`${HOSTS.join(':')}/default`],
      };
      const { child, ended, said } = start(argvOf(verb, ...words[verb as keyof typeof words], '-T', '300'));
      // It tries to connect; when it is interrupted makes no difference.
      await lab.onHost(first, 'sleep 2');
      interrupt(child);
      expect(await ended).toBe(130);
      expect(said()).not.toContain('bug');
      expect(said()).toMatch(/interrupted/i);
    } finally {
      await lab.setLink(second, 'up');
    }
  },
);
