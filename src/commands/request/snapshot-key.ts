import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemMessage } from '../../inventory/read-text.ts';
import { SecretTexts } from '../../snapshot/secret-texts.ts';
import type { SnapshotHead } from '../../snapshot/snapshot-file.ts';
import { stateFolder } from '../../state-folder.ts';
import type { Local } from '../../transport/ssh/ssh-settings.ts';
import { vaultKeys } from '../../yaml/vault.ts';
import { UsageError } from '../declaration/option.ts';

/** A key for a new snapshot: of the passwords of ansible-vault, where there are any, else of a file of the operator. */
export async function newKey(local: Local): Promise<{ secrets: SecretTexts; key: SnapshotHead['key'] }> {
  const of = vaultKeys.isEmpty ? 'operator' : 'vault';
  const salt = randomBytes(16).toString('hex');
  const secrets = new SecretTexts((await keyOf(of, salt, local)) ?? madeKey(salt, local));
  return { secrets, key: { of, salt, proof: secrets.proof } };
}

/** The key of a snapshot; one that fits nothing where this operator does not have it. */
export async function knownKey(
  { of, salt, proof }: SnapshotHead['key'],
  local: Local,
): Promise<{ secrets: SecretTexts; hasKey: boolean }> {
  const key = await keyOf(of, salt, local);
  const secrets = new SecretTexts(key ?? randomBytes(32));
  return { secrets, hasKey: secrets.proof === proof };
}

async function keyOf(of: 'vault' | 'operator', salt: string, local: Local): Promise<Buffer | undefined> {
  if (of === 'vault') return vaultKeys.derive(salt);
  try {
    return salted(readFileSync(keyFile(local)), salt);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(local, error);
  }
}

function madeKey(salt: string, local: Local): Buffer {
  const bytes = randomBytes(32);
  try {
    mkdirSync(dirname(keyFile(local)), { recursive: true });
    writeFileSync(keyFile(local), bytes, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw unusable(local, error);
  }
  return salted(bytes, salt);
}

function salted(bytes: Buffer, salt: string): Buffer {
  return createHmac('sha256', bytes).update(salt).digest();
}

function keyFile(local: Local): string {
  return join(stateFolder(local), 'virtfleet', 'snapshot.key');
}

function unusable(local: Local, error: unknown): UsageError {
  return new UsageError(`${keyFile(local)}, the key of snapshots, cannot be used: ${systemMessage(error)}`);
}
