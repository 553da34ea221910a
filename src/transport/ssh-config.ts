import { execFile } from 'node:child_process';
import pLimit from 'p-limit';
import { type Local, parseSettings, type SshSettings } from './ssh-settings.ts';
import type { Target } from './target.ts';
import { Unreachable } from './unreachable.ts';

/** Asks ssh what it would do; rejects with `Unreachable` when the configuration is wrong. */
export type ReadSettings = (args: readonly string[], destination: string) => Promise<SshSettings>;

/** A destination, and the arguments that the inventory adds to the user's configuration. */
export interface SshCall {
  args: string[];
  destination: string;
}

/** What stands in the inventory wins, as arguments do for ssh. */
export function sshCall(target: Target): SshCall {
  const { user, port, identityFile, sshArgs = [] } = target;
  const args = [
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', `${port}`]),
    ...(identityFile === undefined ? [] : ['-i', identityFile]),
    ...sshArgs,
  ];
  return { args, destination: target.address ?? target.name };
}

/** `ssh -G`, once for each destination; few at a time, since each is a process. */
export function createSettingsReader(local: Local): ReadSettings {
  const limit = pLimit(8);
  const answers = new Map<string, Promise<SshSettings>>();
  return (args, destination) => {
    const key = JSON.stringify([args, destination]);
    const answer = answers.get(key) ?? limit(() => readSettings(args, destination, local));
    answers.set(key, answer);
    return answer;
  };
}

function readSettings(args: readonly string[], destination: string, local: Local): Promise<SshSettings> {
  return new Promise((resolve, reject) => {
    execFile('ssh', ['-G', ...args, '--', destination], { timeout: 10_000 }, (error, stdout, stderr) => {
      if (!error) resolve(parseSettings(stdout, destination, local));
      else reject(new Unreachable('config', { detail: stderr.trim() || error.message, ...hint(error) }));
    });
  });
}

function hint(error: { code?: unknown }): { hint?: string } {
  return error.code === 'ENOENT' ? { hint: 'Install the ssh program (Debian: openssh-client)' } : {};
}
