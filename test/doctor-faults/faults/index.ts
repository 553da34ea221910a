import type { Fault } from '../fault.ts';
import { BRIDGES } from './bridges.ts';
import { GUESTS } from './guests.ts';
import { HOSTS } from './hosts.ts';
import { LEASES } from './leases.ts';
import { NAMES } from './names.ts';
import { RUNNING } from './running.ts';
import { STARTS } from './starts.ts';

export const FAULTS: readonly Fault[] = [
  ...STARTS,
  ...RUNNING,
  ...HOSTS,
  ...NAMES,
  ...LEASES,
  ...GUESTS,
  ...BRIDGES,
];
