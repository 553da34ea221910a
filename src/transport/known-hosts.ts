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
  const wanted = name.toLowerCase();
  if (names.startsWith('|')) return matchesHash(names, wanted);
  const patterns = names.toLowerCase().split(',');
  const hit = (pattern: string) => wildcard(pattern).test(wanted);
  if (patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern));
}

/** The type that a public key in wire format names itself (RFC 4253, section 6.6). */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  return length <= key.length - 4 ? key.toString('latin1', 4, 4 + length) : undefined;
}

const MARKERS = new Map<string, KnownHost['marker']>([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
]);

/** `|1|SALT|HASH`: HMAC-SHA1 of the name with the salt as key. */
function matchesHash(names: string, name: string): boolean {
  const [, version, salt, hash] = names.split('|');
  if (version !== '1' || !salt || !hash) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
