import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Command, Io } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/line.ts';

/** A project in a folder of its own, that goes with the test. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The same with all files in one commit. */
export function committedProject(files: Readonly<Record<string, string>>): string {
  const folder = project(files);
  const git = ['-C', folder, '-c', 'user.name=x', '-c', 'user.email=x@example.com'];
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    ['commit', '-q', '-m', 'x'],
  ])
    execFileSync('git', [...git, ...words]);
  return folder;
}

/** What a command printed, with the project's folder left out of it. */
export interface Printed {
  code: number;
  out: string;
  err: string;
}

/** Runs a command as the command line does; what is no word is more of the world around it. */
export async function typed(
  command: Command,
  folder: string,
  ...all: readonly (string | Partial<Io>)[]
): Promise<Printed> {
  const words = all.filter((one) => typeof one === 'string');
  const { printed, io } = listening(
    Object.assign({}, ...all.filter((one) => typeof one !== 'string')),
    folder,
  );
  const code = await runCommand(command, words, io);
  const shown = (text: string) => text.replaceAll(`${folder}/`, '');
  return { code, out: shown(printed.out), err: shown(printed.err) };
}

/** A folder for the history, made when it is used; it goes with the test. */
function stateFolder(): string {
  const folder = join(tmpdir(), `virtfleet-state-${randomUUID()}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An operator who says nothing, and what is printed to him; `state` gets the history. */
export function listening(
  more: Partial<Io> = {},
  state = stateFolder(),
): { printed: { out: string; err: string }; io: Io } {
  const printed = { out: '', err: '' };
  const { username: user, uid } = userInfo();
  const io: Io = {
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    terminal: undefined,
    color: false,
    width: 100,
    signal: new AbortController().signal,
    cut: new AbortController().signal,
    canAsk: false,
    ask: async () => '',
    askPassword: async () => '',
    home: join(import.meta.dirname, '../..'),
    version: '1.2.3',
    node: '20.20.2',
    owner: 'operator@test',
    local: { home: homedir(), user, uid, env: { XDG_STATE_HOME: state } },
    folder: '/project',
    pid: process.pid,
    isTaken: (pid) => pid === process.pid,
    program: ['/usr/bin/virtfleet'],
    ...more,
  };
  return { printed, io };
}
