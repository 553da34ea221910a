import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';
import { ipOf, networkValue, text } from './ip.ts';

/** Forms of a MAC address; Ansible names them after the systems that write them so. */
export function hwaddr(value: unknown, query: string): unknown {
  const digits = strOf(value)
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, '');
  if (digits.length !== 12 || !/^[0-9a-f:.-]+$/i.test(strOf(value))) {
    if (query === '' || query === 'bool') return null;
    throw new ValueFault(`${strOf(value)} is no hardware address`);
  }
  const pairs = digits.match(/../g) ?? [];
  switch (query) {
    case '':
      return value;
    case 'bool':
      return true;
    case 'bare':
      return digits.toUpperCase();
    case 'cisco':
      return digits.match(/..../g)?.join('.');
    case 'int':
      return Number.parseInt(digits, 16);
    case 'linux':
      return pairs.join(':');
    case 'unix':
      return pairs.map((pair) => pair.replace(/^0/, '')).join(':');
    case 'pgsql':
    case 'postgresql':
    case 'psql':
      return digits.match(/.{6}/g)?.join(':');
    case 'win':
    case 'eui48':
      return pairs.join('-').toUpperCase();
    default:
      throw new ValueFault(`hwaddr has no query ${JSON.stringify(query)}`);
  }
}

/** RFC 4862 with RFC 4291, appendix A: the interface's identifier from its hardware address. */
export function slaac(value: unknown, mac: string): unknown {
  const ip = ipOf(value);
  const digits = mac.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  if (ip?.version !== 6 || digits.length !== 12) return false;
  const identifier = BigInt(`0x${digits.slice(0, 6)}fffe${digits.slice(6)}`) ^ (1n << 57n);
  return text(ip, networkValue(ip) + identifier);
}
