import { join } from 'node:path';

/** Who is looked for a folder of. */
interface User {
  /** As the list of users has it. */
  home: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Where a user keeps state: `$XDG_STATE_HOME`, else `.local/state` in `$HOME`, else in the home of the list of users (XDG
 * Base Directory Specification 0.8: what is no path from the root on counts as none).
 */
export function stateFolder(user: User): string {
  const { XDG_STATE_HOME: state, HOME: own } = user.env;
  if (state?.startsWith('/')) return state;
  return join(own?.startsWith('/') ? own : user.home, '.local/state');
}
