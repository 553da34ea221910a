import { createHash } from 'node:crypto';
import { family, only, type Probe, printed } from '../plan/probe.ts';

/** What /etc/passwd and /etc/group have of a user, without its numbers. */
export interface Account {
  /** Its primary group. */
  group: string;
  comment: string;
  home: string;
  shell: string;
  /** Its other groups, in the order of their names. */
  groups: readonly string[];
}

const READ_USER = `
entry=$(getent passwd "$1") || exit 0
id -gn -- "$1"
id -nG -- "$1"
echo "$entry"`;

const users = family<Account | null>('user');

/** A user of the host, wherever nsswitch.conf(5) has it from. */
export function userAt(name: string): Probe<Account | null> {
  return users.of(name, {
    ask: { kind: 'script', script: READ_USER, args: [name] },
    parse: (answers) => {
      const [group = '', names = '', entry] = printed(answers, `read the user ${name}`).split('\n');
      if (entry === undefined) return null;
      const [, , , , comment = '', home = '', shell = ''] = entry.split(':');
      const groups = names.split(' ').filter((one) => one !== '' && one !== group);
      return { group, comment, home, shell, groups: groups.toSorted() };
    },
  });
}

const READ_USUAL = `
usual=$(useradd -D 2>/dev/null) || usual=$(/usr/sbin/useradd -D) || exit
of() { printf '%s\\n' "$usual" | sed -n "s/^$1=//p"; }
of HOME
of SHELL
group=$(getent group "$(of GROUP)") && echo "\${group%%:*}"
true`;

/** What useradd(8) gives to a new user: the folder of its home, its shell, and the group where it gets none of its own. */
export interface UsualAccount {
  homes: string;
  shell: string;
  group: string;
}

export const usualAccount: Probe<UsualAccount> = {
  key: 'usual account',
  ask: { kind: 'script', script: READ_USUAL, args: [] },
  parse: (answers) => {
    const [homes = '', shell = '', group = ''] = printed(answers, 'ask useradd for its defaults').split('\n');
    return { homes, shell, group };
  },
};

/** The number of a user or group; null where there is none of that name. */
export function numberOf(database: 'passwd' | 'group', name: string): Probe<number | null> {
  return {
    key: `number in ${database} of ${name}`,
    ask: { kind: 'script', script: 'getent "$1" "$2" || [ $? = 2 ]', args: [database, name] },
    parse: (answers) => {
      const [, , number] = printed(answers, `read the ${database} of ${name}`).split(':');
      return number === undefined ? null : Number(number);
    },
  };
}

/** Whether there is a group of this name. */
export function groupAt(name: string): Probe<boolean> {
  return {
    key: `group ${name}`,
    ask: { kind: 'script', script: 'getent group "$1" >/dev/null && echo yes', args: [name] },
    parse: (answers) => only(answers).stdout.length > 0,
  };
}

// The lock of usermod(8) and passwd(1) before a hash is no other password.
const READ_PASSWORD = `
if [ "$(id -u)" != 0 ]; then echo 'permission denied: only root may read /etc/shadow' >&2; exit 1; fi
entry=$(getent shadow "$1") || exit 0
printf '%s\\n' "$entry" | cut -d: -f2 | sed 's/^!*\\([^!]\\)/\\1/' | sha256sum | cut -d' ' -f1`;

/** The digest of what shadow(5) has of a user's password; null where it has nothing. The hash itself stays on the host. */
export function passwordOf(name: string): Probe<string | null> {
  return {
    key: `password of ${name}`,
    ask: { kind: 'script', script: READ_PASSWORD, args: [name] },
    parse: (answers) => printed(answers, `read the password of ${name}`).trim() || null,
  };
}

/** The digest that `passwordOf` reads of this hash. */
export function passwordDigest(hash: string): string {
  return createHash('sha256')
    .update(`${hash.replace(/^!+(?=[^!])/, '')}\n`)
    .digest('hex');
}

/** Whether a text is what crypt(3) makes of a password, or nothing that any password has, such as `!` or `*`. */
export function isPasswordHash(text: string): boolean {
  return /^(!*|\*|!*(\$[^\s:$]+(\$[^\s:$]*)+|[./\dA-Za-z]{13}))$/.test(text) && text !== '';
}
