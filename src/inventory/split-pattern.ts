import { isIPv6 } from 'node:net';

/** A comma separates. Without a comma a colon does, except in brackets and in an address with a port. */
export function splitPattern(pattern: string): string[] {
  const parts =
    pattern.includes(',') || isOne(pattern) ? pattern.split(',') : (pattern.match(BETWEEN_COLONS) ?? []);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const BETWEEN_COLONS = /(?:[^\s:[\]]|\[[^\]]*\])+/g;

/** An IPv6 address or a name with a port, whose colons separate nothing. */
function isOne(pattern: string): boolean {
  return (/:.*:/.test(pattern) && isIPv6(pattern)) || /^[^:[\]]+:\d+$/.test(pattern);
}
