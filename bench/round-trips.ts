import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { resolve, run } from '../src/run.ts';

// Prints how many scripts a run that finds nothing sends to each host, as JSON. The reports of the
// command do not tell this, so the same code is called here, in a process on the operator's machine.
const root = join(import.meta.dirname, '..');
const { username: user, uid, gid, shell } = userInfo();
const request = {
  playbooks: [join(root, 'playbooks/site.yaml')],
  inventory: process.argv.slice(2),
  limit: undefined,
  tags: [],
  skipTags: [],
  extraVars: {},
  become: false,
  becomePassword: undefined,
  templateFolders: [join(root, 'templates')],
  mode: 'apply',
  partial: false,
  forks: 50,
  acceptNew: false,
  connectTimeout: 10,
  owner: 'bench',
  local: { user, uid, gid, shell, home: homedir(), env: process.env },
} as const;
const { roundTrips, outcomes } = await run(resolve(request), request, () => {}, new AbortController().signal);
const unexpected = outcomes.find(({ status }) => status !== 'ok');
if (unexpected) throw new Error(`${unexpected.task} on ${unexpected.host}: ${unexpected.status}`);
console.log(JSON.stringify(Object.fromEntries(roundTrips)));
