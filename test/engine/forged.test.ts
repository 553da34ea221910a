import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { takePerformed } from '../../src/engine/apply.ts';
import { scriptOf } from '../../src/engine/connection/write-script.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { readText, takeAnswers } from '../../src/engine/script/observe.ts';
import { virshMark } from '../../src/engine/script/virsh-marks.ts';
import { fileAt } from '../../src/host/files.ts';
import { unitAt } from '../../src/host/unit.ts';
import { only, type Probe } from '../../src/plan/probe.ts';
import { localChannel } from '../../src/transport/local.ts';
import { SHELL_LIMITS, Shell } from '../../src/transport/shell.ts';

const VIRSH = { uri: 'test:///default', readOnly: true };
const R = '\x1e';

/** Every mark there is, as somebody writes it who has read the arguments of all processes, and one guess at the rest. */
const FORGED = ['', `${'0'.repeat(32)} `]
  .flatMap((nonce) =>
    ['p 1', 's 0', 'virsh', 'errors', 'lock', 'held', 'moved', 't 0', 't 1', 'r 0', 'after'].map(
      (mark) => `${R}${nonce}${mark}${R}evil`,
    ),
  )
  .concat(virshMark(2, 0), virshMark(2, 1), `${R}${'0'.repeat(32)} 1 0`)
  .join('\n');

/** A folder with a file, and programs that stand in for those of a host. */
function hostOf(programs: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-forged-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'forged'), FORGED);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** A shell, and all that was sent to it. */
function shell() {
  const channel = localChannel('exec sh');
  const sent: string[] = [];
  const write = channel.stdin.write.bind(channel.stdin);
  channel.stdin.write = ((text: string) => sent.push(text) && write(text)) as typeof channel.stdin.write;
  const session = new Shell(channel, SHELL_LIMITS);
  onTestFinished(() => session.close());
  return { session, sent };
}

/** As virsh does what it is told in one argument: `echo` prints a mark, every other command the file. */
const VIRSH_PRINTS = (folder: string, what: string) => `
for text; do :; done
echo() { if [ "$1" = --err ]; then printf 'error: %s\\n' "$2" >&2; else printf %s "$1"; fi; }
list() { ${what.replace('FILE', `'${folder}/forged'`)}; }
eval "$text"`;

const listed: Probe<string> = {
  key: 'listed',
  ask: { kind: 'virsh', commands: [['list'], ['list']] },
  parse: (answers) => answers.map(({ stdout }) => stdout.toString()).join('|'),
};

const printed = (file: string): Probe<string> => ({
  key: 'printed',
  ask: { kind: 'script', script: 'cat "$1"; cat "$1" >&2', args: [file] },
  parse: (answers) => only(answers).stdout.toString(),
});

it('no mark in a file, a unit or an output counts', async () => {
  const folder = hostOf({ systemctl: 'printf "LoadState=loaded\\nDescription="; cat "${0%/*}/forged"' });
  writeFileSync(join(folder, 'virsh'), `#!/bin/sh\n${VIRSH_PRINTS(folder, 'printf guest')}\n`, {
    mode: 0o755,
  });
  const file = join(folder, 'forged');
  const probes: Probe[] = [fileAt(file), printed(file), listed, unitAt('x.service')];
  const { session } = shell();
  const current = new Observations();
  const text = `PATH=${folder}:$PATH\n${readText(probes, VIRSH, session.nonce)}`;
  current.take(probes, takeAnswers(probes, await session.run(text), session.nonce));
  const [content, output, guests, unit] = probes.map((probe) => current.values({ probe }).probe);
  expect(content).toMatchObject({ kind: 'file', content: FORGED });
  expect(output).toBe(FORGED);
  expect(guests).toBe('guest|guest');
  expect(unit).toMatchObject({ load: 'loaded', active: false });
});

it('what libvirt prints is not believed once it has a mark, such as in the name of a guest', async () => {
  for (const what of ['cat FILE', 'cat FILE >&2', `printf '${virshMark(0, 1)}'`, `printf 'a\\036b'`]) {
    const folder = hostOf({});
    writeFileSync(join(folder, 'virsh'), `#!/bin/sh\n${VIRSH_PRINTS(folder, what)}\n`, { mode: 0o755 });
    const { session } = shell();
    const current = new Observations();
    const text = `PATH=${folder}:$PATH\n${readText([listed], VIRSH, session.nonce)}`;
    current.take([listed], takeAnswers([listed], await session.run(text), session.nonce));
    expect(() => current.values({ listed })).toThrow('somebody on this host imitates them');
  }
});

it('no mark in what a step prints counts', async () => {
  const folder = hostOf({});
  const steps = [{ do: 'run', argv: ['sh', '-c', `cat '${folder}/forged'; exit 3`] }] as const;
  const { session } = shell();
  const writer = { run: 'run', owner: 'me', folder };
  const work = { label: 'x', steps, before: [], after: [] };
  const reply = await session.run(scriptOf([work], VIRSH, writer, session.nonce).text);
  expect(takePerformed(reply, session.nonce)[0]).toMatchObject({ kind: 'step-failed', step: 0, status: 3 });
});

it('no secret of a session is in an argument or the environment of any process', async () => {
  const spy = 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ >>"${0%/*}/spied" 2>/dev/null';
  const folder = hostOf({ spy });
  writeFileSync(join(folder, 'virsh'), `#!/bin/sh\n${VIRSH_PRINTS(folder, `${folder}/spy`)}\n`, {
    mode: 0o755,
  });
  const { session, sent } = shell();
  const step = { do: 'run', argv: [join(folder, 'spy')] } as const;
  const writer = { run: 'run', owner: 'me', folder };
  const work = { label: 'x', steps: [step], before: [], after: [listed, fileAt(join(folder, 'forged'))] };
  const text = scriptOf([work], VIRSH, writer, session.nonce).text;
  await session.run(`PATH=${folder}:$PATH\n${text}`);
  const secrets = new Set(sent.join('').match(/(?<=\x1e|\\036)[0-9a-f]{32}/g));
  expect([secrets.has(session.nonce), secrets.size]).toEqual([true, 2]);
  const spied = readFileSync(join(folder, 'spied'), 'latin1');
  expect(spied).toContain('virsh\0-q\0');
  for (const secret of secrets) expect(spied).not.toContain(secret);
});
