import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Asked, sealedText } from '../../history/asked.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { stateFolder } from '../../state-folder.ts';
import type { Io } from '../command.ts';

/**
 * Seals what is kept of a run in a history that others may write to: `--resume` and `rollback` take playbooks, inventories
 * and programs from there. The key is of this user on this machine; undefined where it cannot be kept.
 */
export function sealWith(io: Pick<Io, 'local'>): (text: string) => string | undefined {
  return (text) => {
    const key = keyOf(io) ?? newKey(io);
    return key && digest(key, text);
  };
}

/** Whether this user wrote on this machine what is kept of a run. */
export function isSealed(run: RunSummary, asked: Asked | undefined, io: Pick<Io, 'local'>): boolean {
  const key = keyOf(io);
  if (!key || typeof asked?.seal !== 'string') return false;
  const [seal, own] = [asked.seal, digest(key, sealedText(run, asked))].map((one) => Buffer.from(one));
  return (
    seal?.length === own?.length && seal !== undefined && own !== undefined && timingSafeEqual(seal, own)
  );
}

const digest = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

/** Beside the history that is this user's own. */
const keyFile = ({ local }: Pick<Io, 'local'>) => join(stateFolder(local), 'virtfleet', 'seal.key');

function keyOf(io: Pick<Io, 'local'>): string | undefined {
  try {
    const key = readFileSync(keyFile(io), 'utf8').trim();
    return /^[0-9a-f]{64}$/.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Of several runs that begin at once one makes it. */
function newKey(io: Pick<Io, 'local'>): string | undefined {
  try {
    mkdirSync(dirname(keyFile(io)), { recursive: true, mode: 0o700 });
    writeFileSync(keyFile(io), `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    // Another run made it, or nobody can.
  }
  return keyOf(io);
}
