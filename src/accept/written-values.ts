import { isScalar } from 'yaml';
import { type Addressed, prefixOf } from '../libvirt/model/address.ts';
import { nodeAt, type Spot } from './source.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * What a key of a task stands for, as the task has it and as the host has it. Some things can be said in two ways: an
 * address with its prefix, a netmask, the first outgoing interface.
 */
export function writtenValues(
  key: string,
  { keys, spot }: { keys: readonly string[]; spot: Spot },
  desired: Values,
  actual: Values,
): [desired: unknown, actual: unknown] {
  const both = (of: (values: Values) => unknown): [unknown, unknown] => [of(desired), of(actual)];
  if (key === 'dev' && !keys.includes('interface')) return both(firstInterface);
  if (key === 'address' && hasPrefix(spot, keys, desired)) return both(withPrefix);
  if (key === 'netmask' || key === 'prefix') {
    const [written, there] = both((values) => prefixOf(values as Addressed));
    if (written === there) return [undefined, undefined];
    return key === 'prefix' ? [written, there] : [desired[key], actual[key] ?? netmask(Number(there))];
  }
  return both((values) => values[key]);
}

function firstInterface({ dev, interface: interfaces }: Values): unknown {
  return (interfaces as readonly { dev: string }[] | undefined)?.[0]?.dev ?? dev;
}

function hasPrefix(spot: Spot, keys: readonly string[], { prefix }: Values): boolean {
  const node = nodeAt(spot);
  const isLong = isScalar(node) && /\/\s*\S+$/.test(String(node.value));
  return prefix !== undefined && isLong && !keys.includes('prefix');
}

function withPrefix(values: Values): string {
  return `${values['address']}/${prefixOf(values as Addressed)}`;
}

function netmask(prefix: number): string {
  const bits = ((1n << BigInt(prefix)) - 1n) << BigInt(32 - prefix);
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}
