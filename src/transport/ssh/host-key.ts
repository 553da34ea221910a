import { createHash } from 'node:crypto';
import { type KnownHost, matches } from './known-hosts.ts';

/** The result of comparing a host's key with known_hosts. */
export type Verdict =
  | { kind: 'known' }
  /** `authority` is a line by which only a host certificate would be accepted. */
  | { kind: 'unknown'; authority?: KnownHost }
  | { kind: 'changed'; line: KnownHost }
  | { kind: 'revoked'; line: KnownHost };

/**
 * The names under which ssh searches a host: an alias alone; with a special port `[host]:port`, and then
 * the bare name, for which only a match counts.
 */
export function lookupNames(host: string, port: number, alias?: string): [string, ...string[]] {
  if (alias) return [alias];
  return port === 22 ? [host] : [`[${host}]:${port}`, host];
}

/**
 * Stricter than ssh in one point: a key of another type than those on file counts as changed, not as unknown.
 * The types on file were requested, so a host that has one of those keys would have sent it.
 */
export function judge(
  lines: readonly KnownHost[],
  names: readonly [string, ...string[]],
  key: Buffer,
): Verdict {
  const speaks = (line: KnownHost) => names.some((name) => matches(line.names, name));
  const same = lines.filter((line) => line.key.equals(key) && speaks(line));
  const revoked = same.find((line) => line.marker === 'revoked');
  if (revoked) return { kind: 'revoked', line: revoked };
  if (same.some((line) => line.marker === 'none')) return { kind: 'known' };
  const first = lines.filter((line) => matches(line.names, names[0]));
  const other = first.find((line) => line.marker === 'none');
  if (other) return { kind: 'changed', line: other };
  const authority = first.find((line) => line.marker === 'cert-authority');
  return authority ? { kind: 'unknown', authority } : { kind: 'unknown' };
}

/** The key types on file for a host, in the order of the files. */
export function typesOnFile(lines: readonly KnownHost[], names: readonly string[]): string[] {
  const types = new Set<string>();
  for (const line of lines) {
    if (line.marker !== 'none' || types.has(line.type)) continue;
    if (names.some((name) => matches(line.names, name))) types.add(line.type);
  }
  return [...types];
}

/** As ssh and ssh-keygen print it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;
}
