import { quote } from '../../plan/quote.ts';
import { addressOf, BadArgument, netmaskOf, networkOf, nthHost, prefixOf } from './addresses.ts';
import { macOf } from './mac.ts';

/** A function of Virtfleet's in expressions, beside those that CEL has itself and MACROS. */
export interface ExpressionFunction {
  /** As cel-js wants it: `name(type, …): type`. */
  signature: string;
  summary: string;
  /** An expression and what it yields; a test evaluates it. */
  example: readonly [expression: string, result: unknown];
  call: (...args: never[]) => unknown;
}

/** Longest list that `range` makes. */
const LONGEST_RANGE = 10_000n;

export const FUNCTIONS: readonly ExpressionFunction[] = [
  {
    signature: 'mac(string): string',
    summary: 'A MAC address for a guest, always the same for the same text',
    example: ["mac('hv01/web')", '52:54:00:a7:5b:dd'],
    call: (text: string) => macOf(text),
  },
  {
    signature: 'host(string, int): string',
    summary: 'Address number n of a network; negative numbers count from the end',
    example: ["host('10.0.0.0/24', 10)", '10.0.0.10'],
    call: (cidr: string, n: bigint) => nthHost(cidr, Number(n)),
  },
  {
    signature: 'address(string): string',
    summary: 'The address of `address/prefix`',
    example: ["address('10.0.0.1/24')", '10.0.0.1'],
    call: (cidr: string) => addressOf(cidr),
  },
  {
    signature: 'prefix(string): int',
    summary: 'The prefix length of `address/prefix`',
    example: ["prefix('10.0.0.1/24')", 24],
    call: (cidr: string) => BigInt(prefixOf(cidr)),
  },
  {
    signature: 'netmask(string): string',
    summary: 'The netmask of an IPv4 `address/prefix`',
    example: ["netmask('10.0.0.1/24')", '255.255.255.0'],
    call: (cidr: string) => netmaskOf(cidr),
  },
  {
    signature: 'network(string): string',
    summary: 'The network that `address/prefix` lies in',
    example: ["network('10.0.0.1/24')", '10.0.0.0/24'],
    call: (cidr: string) => networkOf(cidr),
  },
  {
    signature: 'string.replace(string, string): string',
    summary: 'The text with every occurrence of one text replaced by another',
    example: ["'hv01.lab'.replace('.', '-')", 'hv01-lab'],
    call: (text: string, old: string, fresh: string) => text.replaceAll(old, () => fresh),
  },
  {
    signature: 'quote(string): string',
    summary: 'The text as one word of a POSIX shell, whatever is in it',
    example: ['quote("it\'s")', "'it'\\''s'"],
    call: (text: string) => quote([text]),
  },
  {
    signature: 'range(int, int): list<int>',
    summary: 'The whole numbers from the first up to and without the second',
    example: ['range(1, 4)', [1, 2, 3]],
    call: (from: bigint, to: bigint) => range(from, to),
  },
];

function range(from: bigint, to: bigint): bigint[] {
  if (to - from > LONGEST_RANGE)
    throw new BadArgument(`the list would have more than ${LONGEST_RANGE} numbers`);
  return Array.from({ length: Math.max(0, Number(to - from)) }, (_, index) => from + BigInt(index));
}
