import { createHash } from 'node:crypto';
import { type Probe, printed } from '../plan/probe.ts';

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
