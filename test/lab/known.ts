import { setMaxListeners } from 'node:events';
import { homedir, userInfo } from 'node:os';
import { type RunRequest, resolve, run } from '../../src/run.ts';

/**
 * Plans playbooks on the lab's hosts without changing anything, and prints what is then known of each host as JSON:
 * `{ HOST: { PROBE: VALUE } }`, the predictions laid over what was observed.
 * usage: tsx known.ts PLAYBOOK INVENTORY…
 */
const [playbook = '', ...inventory] = process.argv.slice(2);
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
  templateFolders: ['templates'],
  mode: 'check',
  partial: false,
  forks: 50,
  acceptNew: false,
  connectTimeout: 10,
  owner: 'lab',
  local: { home: homedir(), user, uid, env: process.env },
};
const { signal } = new AbortController();
setMaxListeners(0, signal);
const { known } = await run(resolve(request), request, () => undefined, signal);
const printed = [...known].map(([host, observations]) => [
  host,
  Object.fromEntries(
    [...observations.all()].map((one) => [one.probe.key, 'error' in one ? one.error.message : one.value]),
  ),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(printed)));
