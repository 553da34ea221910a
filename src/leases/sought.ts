import { isIP } from 'node:net';
import { numberOf } from '../libvirt/model/address.ts';
import type { Holder } from './holder.ts';

/** What is looked for: a MAC address, an address, or part of a name; a glob is the whole of it. */
export type Sought =
  | { kind: 'mac'; mac: string }
  | { kind: 'ip'; ip: string }
  | { kind: 'name'; name: string };

/** The MAC or address that a word is; undefined for any other word. */
export function addressIn(word: string): Sought | undefined {
  const digits = word.toLowerCase().replaceAll(/[:.-]/g, '');
  if (/^[\da-f]{12}$/.test(digits) && /[:.-]/.test(word) && isIP(word) === 0)
    return { kind: 'mac', mac: (digits.match(/../g) ?? []).join(':') };
  return isIP(word) > 0 ? { kind: 'ip', ip: word } : undefined;
}

export function isSought(row: Holder, sought: Sought): boolean {
  switch (sought.kind) {
    case 'mac':
      return row.mac === sought.mac;
    case 'ip':
      return row.ip !== null && sameAddress(row.ip, sought.ip);
    case 'name':
      return [row.name, row.guest].some((name) => name !== null && matches(name, sought.name));
  }
}

export function saidSought(sought: Sought): string {
  return sought.kind === 'mac' ? sought.mac : sought.kind === 'ip' ? sought.ip : sought.name;
}

function sameAddress(one: string, other: string): boolean {
  return isIP(one) === isIP(other) && isIP(one) > 0 && numberOf(one) === numberOf(other);
}

function matches(name: string, pattern: string): boolean {
  const [own, wanted] = [name.toLowerCase(), pattern.toLowerCase()];
  if (!/[*?]/.test(wanted)) return own.includes(wanted);
  const regex = wanted
    .replaceAll(/[^\w*?]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${regex}$`, 's').test(own);
}
