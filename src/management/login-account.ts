import type { Change } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { type Probe, printed } from '../plan/probe.ts';
import { guarded, selfImpact } from './self-path.ts';
import { type SessionPath, sessionPath } from './session-path.ts';

/** Whom the operator logs in as. */
export interface LoginAccount {
  name: string;
  groups: readonly string[];
}

/** sudo(8) says who came: SUDO_USER. */
const READ = `
name=\${SUDO_USER:-$(id -un)}
printf '%s\\n%s\\n' "$name" "$(id -nG -- "$name")"`;

const loginAccount: Probe<LoginAccount> = {
  key: 'login account',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const [name = '', groups = ''] = printed(answers, 'read who logs in').split('\n');
    return { name, groups: groups.split(' ').filter(Boolean) };
  },
};

/** What says whether a user or a group is of any matter to this session. */
export const loginProbes = { session: sessionPath, login: loginAccount };

interface Current {
  session: SessionPath;
  login: LoginAccount;
}

/** Where all users and groups are: passwd(5), shadow(5), group(5), gshadow(5). */
const FILES = ['/etc/passwd', '/etc/shadow', '/etc/group', '/etc/gshadow'];

/**
 * Changes of a user or a group. One by which the operator logs in may be his way to the host; it gets back what it was
 * unless more than these files goes with it (`isFinal`).
 */
export function accountPlan(
  changes: readonly Change[],
  isOwn: (login: LoginAccount) => boolean,
  { session, login }: Current,
  isFinal = false,
): Plan {
  const self = isOwn(login) ? selfImpact({ unknown: `you log in as ${login.name}` }, { session }) : undefined;
  return {
    changes: changes.map((change) => guarded(change, self)),
    rollback: () => (isFinal ? undefined : { steps: [], boot: [], files: FILES }),
  };
}
