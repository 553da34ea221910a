import type { LockoutCase } from '../case.ts';
import { BESIDE } from './beside.ts';
import { COMMANDS } from './commands.ts';
import { IPV6 } from './ipv6.ts';
import { MOVED } from './moved.ts';
import { OTHER } from './other.ts';

const titled = (title: string, cases: readonly LockoutCase[]) =>
  cases.map((one) => ({ ...one, name: `${title}: ${one.name}` }));

/** Changes that may cut the way of the operator: none of them ever does for good. */
export const CASES: readonly LockoutCase[] = [
  ...titled('management', MOVED),
  ...titled('beside', BESIDE),
  ...titled('IPv6', IPV6),
  ...titled('other', OTHER),
  ...titled('command', COMMANDS),
];
