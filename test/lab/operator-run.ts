import { setMaxListeners } from 'node:events';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type RunRequest, type RunResult, resolve, run } from '../../src/run.ts';

const root = join(import.meta.dirname, '../..');

/** Runs playbooks as the command does, in this process on the operator's machine, and gives all that is known then. */
export async function operatorRun(
  playbook: string,
  inventory: readonly string[],
  mode: RunRequest['mode'],
): Promise<RunResult> {
  const { username: user, uid } = userInfo();
  const request: RunRequest = {
    playbooks: [playbook],
    inventory,
    limit: undefined,
    tags: [],
    skipTags: [],
    extraVars: {},
    become: false,
    becomePassword: undefined,
    templateFolders: [join(root, 'templates')],
    mode,
    partial: false,
    forks: 50,
    acceptNew: false,
    connectTimeout: 10,
    owner: 'lab',
    local: { user, uid, home: homedir(), env: process.env },
  };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const result = await run(resolve(request), request, () => undefined, signal);
  for (const bug of result.bugs) throw bug;
  return result;
}
