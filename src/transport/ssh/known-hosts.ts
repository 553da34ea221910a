import { createHmac } from 'node:crypto';

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  marker: 'none' | 'revoked' | 'cert-authority';
  /** Names, wildcards and negations with commas between them, or one hashed name. */
  names: string;
  type: string;
  key: Buffer;
  file: string;
  line: number;
}

/** The lines ssh would understand; others are skipped, as ssh does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split('\n').flatMap((line, index) => {
    const fields = line.trim().split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') ? MARKERS.get(fields.shift() ?? '') : 'none';
    const [names, type, base64] = fields;
    if (!marker || !names || names.startsWith('#') || !type || !base64) return [];
    const key = Buffer.from(base64, 'base64');
    return keyType(key) === type ? [{ marker, names, type, key, file, line: index + 1 }] : [];
  });
}

/** Whether a line speaks of `name`: a host, or `[host]:port` for a port other than 22. */
export function matches(names: string, name: string): boolean {
  const desired = name.toLowerCase();
  if (names.startsWith('|')) return matchesHash(names, desired);
  const patterns = names.toLowerCase().split(',');
  const hit = (pattern: string) => fits(pattern, desired);
  if (patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern));
}

/** The type that a public key in wire format names itself (RFC 4253, section 6.6). */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  return length <= key.length - 4 ? key.toString('latin1', 4, 4 + length) : undefined;
}

/** The line that makes `name` known by `key`. */
export function knownHostsLine(name: string, key: Buffer): string {
  return `${name} ${keyType(key)} ${key.toString('base64')}`;
}

/** A name as it is stored with HashKnownHosts. `salt` is 20 random bytes. */
export function hashName(name: string, salt: Buffer): string {
  const hash = createHmac('sha1', salt).update(name.toLowerCase()).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}

const MARKERS = new Map<string, KnownHost['marker']>([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
]);

function matchesHash(names: string, name: string): boolean {
  const [, version, salt] = names.split('|');
  return version === '1' && salt !== undefined && hashName(name, Buffer.from(salt, 'base64')) === names;
}

/**
 * Whether a pattern with `*` and `?` is a name, in time of their lengths multiplied: as a regular expression a line of
 * many stars would take for ever.
 */
function fits(pattern: string, name: string): boolean {
  let [at, star, resumed] = [0, -1, 0];
  for (let character = 0; character < name.length; ) {
    if (pattern[at] === '*') [star, resumed, at] = [at, character, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[character]))
      [at, character] = [at + 1, character + 1];
    else if (star < 0) return false;
    // The last star takes one character more.
    else [resumed, character, at] = [resumed + 1, resumed + 1, star + 1];
  }
  return /^\**$/.test(pattern.slice(at));
}
