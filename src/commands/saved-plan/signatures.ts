import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../declaration/option.ts';

/** What the signatures are for: one that was made for mail or git does not count. */
const NAMESPACE = 'virtfleet-plan';

/** One signature of a plan. */
export interface Signature {
  /** Whether it is one over these bytes. */
  genuine: boolean;
  /** Whose it is, where that is somebody who may sign. */
  principal?: string;
  /** Whether the key is one of who made the plan. */
  own: boolean;
}

/**
 * Signs bytes with a key of SSH, in the format SSHSIG (PROTOCOL.sshsig of OpenSSH); a public key stands for the one that
 * the agent has. Asks for a passphrase at the terminal. Throws UsageError.
 */
export function signed(bytes: Buffer, key: string): string {
  const { status, stdout, said } = keygen(['-Y', 'sign', '-n', NAMESPACE, '-f', key], bytes);
  if (status === 0) return stdout;
  throw new UsageError(`${key} does not sign: ${said}`);
}

/** Who may sign, and who made what is signed. */
export interface Signers {
  /** A file of `allowed_signers`. */
  allowed: string;
  /** The names by which its author may be known there. */
  authors: readonly string[];
}

/** What a signature over these bytes is worth. */
export function verified(bytes: Buffer, signature: string, { allowed, authors }: Signers): Signature {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-signature-'));
  const file = join(folder, 'signature');
  try {
    writeFileSync(file, signature);
    const isOver = keygen(['-Y', 'check-novalidate', '-n', NAMESPACE, '-s', file], bytes).status === 0;
    if (!isOver) return { genuine: false, own: false };
    const verifies = (name: string) =>
      keygen(['-Y', 'verify', '-n', NAMESPACE, '-s', file, '-f', allowed, '-I', name], bytes).status === 0;
    const found = keygen(['-Y', 'find-principals', '-s', file, '-f', allowed], bytes);
    const names = found.status === 0 ? found.stdout.split('\n').filter(Boolean) : [];
    const principal = names.find(verifies);
    return {
      genuine: true,
      ...(principal !== undefined && { principal }),
      own: authors.some((name) => names.includes(name) || verifies(name)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function keygen(words: readonly string[], input: Buffer) {
  const { error, output, status, stdout, stderr } = spawnSync('ssh-keygen', words, {
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new UsageError('ssh-keygen of OpenSSH is not installed here; signatures of plans need it.');
  // A program that was not started has printed nothing, and not even that.
  if (error && output === null) throw new UsageError(`ssh-keygen cannot be started: ${error.message}`);
  return { status, stdout, said: stderr.replace('Signing data on standard input\n', '').trim() };
}
