import { createHash } from 'node:crypto';

/**
 * A MAC address derived from a text: the same text gives the same address on every run and every machine.
 * The prefix 52:54:00 is the one QEMU and libvirt give to guests; three octets of SHA-256 follow.
 */
export function macOf(text: string): string {
  const [a, b, c] = createHash('sha256').update(text).digest('hex').match(/../g) ?? [];
  return `52:54:00:${a}:${b}:${c}`;
}
