import { join, resolve } from 'node:path';
import { stateFolder } from '../state-folder.ts';

/** Where a history is kept. */
export type HistoryPlace =
  | { kind: 'file'; path: string }
  | { kind: 'postgres'; url: string }
  | { kind: 'none' };

/** What the place of a history depends on. */
interface Surroundings {
  home: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * What `--history` names; without it `virtfleet/history.db` in the user's state folder. Throws a sentence for a URL with a
 * password: every user of the machine could read it.
 */
export function historyPlace(written: string | undefined, local: Surroundings): HistoryPlace {
  if (written === 'none') return { kind: 'none' };
  if (written === undefined) {
    return { kind: 'file', path: join(stateFolder(local), 'virtfleet', 'history.db') };
  }
  if (!/^postgres(ql)?:\/\//.test(written)) return { kind: 'file', path: resolve(written) };
  if (!URL.canParse(written)) throw new Error('it is no URL such as postgres://user@host/database.');
  const { password, searchParams } = new URL(written);
  if (password !== '' || searchParams.has('password'))
    throw new Error(
      'every user of the controller can read the password in it. Write the password to ~/.pgpass or PGPASSWORD.',
    );
  return { kind: 'postgres', url: written };
}
