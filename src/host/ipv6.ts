import { Address6 } from 'ip-address';

/**
 * An IPv6 address as a host writes it: inet_ntop(3) of glibc, which is RFC 5952 with the last 32 bits dotted for mapped
 * and compatible addresses.
 */
export function shortIpv6(address: string): string {
  const short = new Address6(address).correctForm();
  const [, mapped = '', high, low] = /^::(ffff:)?([0-9a-f]+):([0-9a-f]+)$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return short;
  const bytes = [high, low].flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return `::${mapped}${bytes.join('.')}`;
}
