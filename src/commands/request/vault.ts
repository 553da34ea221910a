import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemMessage } from '../../inventory/read-text.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { formatWarnings } from '../../report/problems.ts';
import { vaultKeys } from '../../yaml/vault.ts';
import type { Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import type { VAULT_OPTIONS } from '../declaration/shared-options.ts';
import { ansibleConfig, paths } from './ansible-config.ts';
import { isProgram, programWarnings } from './project-programs.ts';

interface Source {
  id: string;
  /** A file, a program that prints the password, or `prompt`. */
  from: string;
}

/**
 * Takes the passwords that the options name, else those of ANSIBLE_VAULT_PASSWORD_FILE or of `vault_password_file`
 * in ansible.cfg. Asks for those that are to be asked for. Throws ProblemError for one that cannot be read.
 * Source: "Managing vault passwords" of Ansible 2.14.
 */
export async function unlockVault(options: Values<typeof VAULT_OPTIONS>, io: Io): Promise<void> {
  const passwords: { id: string; password: string }[] = [];
  const problems: Problem[] = [];
  for (const { id, from } of sourcesOf(options, io)) {
    const found = from === 'prompt' ? await asked(id, io) : passwordIn(from, id);
    if (typeof found === 'string') passwords.push({ id, password: found });
    else problems.push(found);
  }
  if (problems.length > 0) throw new ProblemError(problems);
  vaultKeys.use(passwords);
}

function sourcesOf(
  { vaultIds, vaultPasswordFiles, askVaultPass }: Values<typeof VAULT_OPTIONS>,
  io: Io,
): Source[] {
  const named = vaultIds.map((written) => {
    const [, id = 'default', from = ''] = /^(?:([^@]*)@)?(.*)$/s.exec(written) ?? [];
    return { id, from };
  });
  const files = vaultPasswordFiles.map((from) => ({ id: 'default', from }));
  const prompt = askVaultPass ? [{ id: 'default', from: 'prompt' }] : [];
  const given = [...named, ...files, ...prompt];
  return given.length > 0 ? given : usual(io);
}

function usual(io: Io): Source[] {
  const { local } = io;
  const { env } = local;
  if (env.ANSIBLE_VAULT_PASSWORD_FILE)
    return [{ id: 'default', from: paths(env.ANSIBLE_VAULT_PASSWORD_FILE, '\0', '.', local)[0] ?? '' }];
  const config = ansibleConfig(local);
  const files = paths(config.settings.vault_password_file ?? '', '\0', config.folder, local);
  const setting = { name: 'vault_password_file', option: '--vault-password-file' };
  const programs = programWarnings(config, files, setting);
  if (programs.length > 0) io.err(formatWarnings(programs, io));
  return files.map((from) => ({ id: 'default', from }));
}

async function asked(id: string, io: Io): Promise<string> {
  const answer = await io.askPassword(`Vault password (${id}): `);
  io.signal.throwIfAborted();
  if (answer === undefined || answer === '')
    throw new UsageError('the vault needs a password, and none was given.');
  return answer;
}

/** The content of a file, or what a program prints; one whose name ends in -client is told the id. */
function passwordIn(path: string, id: string): string | Problem {
  try {
    const text = isProgram(path) ? printedBy(path, id) : readFileSync(path, 'utf8');
    const password = text.trim();
    return password === '' ? unreadable(path, 'it has no password.') : password;
  } catch (error) {
    return unreadable(path, systemMessage(error));
  }
}

function printedBy(path: string, id: string): string {
  const args = /-client(\.\w+)?$/.test(path) ? ['--vault-id', id] : [];
  const program = path.includes('/') ? path : `./${path}`;
  const { error, status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`it ended with status ${status}`);
  return stdout;
}

function unreadable(path: string, why: string): Problem {
  return {
    code: 'vault-password',
    summary: 'A password of ansible-vault cannot be read',
    detail: `${path}: ${why}`,
    hint: 'Name a file that has the password in its first line, or a program that prints it.',
  };
}
