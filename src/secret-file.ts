import { readFileSync, statSync } from 'node:fs';
import { systemMessage } from './inventory/read-text.ts';

/** Who may read a file with a secret, in a sentence. */
export const SECRET_MODE = 'Its mode is 0600 at most; where root owns it, 0640, and its group reads it too.';

/**
 * Whether others may use a file with a secret. A group may read what root owns, as with the keys of libpq: Kubernetes
 * (`fsGroup`) and systemd since 254 (`LoadCredential`, by an ACL) hand secrets over so, and nobody can chmod them. Throws
 * what the system says.
 */
export function isExposed(path: string): boolean {
  const { mode, uid } = statSync(path);
  return (mode & (uid === 0 ? 0o037 : 0o077)) !== 0;
}

/** The text of a file with a secret. Throws a sentence, also where others may read it. */
export function secretFileText(path: string): string {
  const exposed = orSentence(() => isExposed(path));
  if (exposed) throw new Error(`other users may read it: chmod 600 it. ${SECRET_MODE}`);
  return orSentence(() => readFileSync(path, 'utf8'));
}

function orSentence<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(systemMessage(error));
  }
}
