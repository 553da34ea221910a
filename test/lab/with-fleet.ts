import { basename } from 'node:path';
import { expect } from 'vitest';
import { lab, upForTests } from './lab.ts';

/** Files that need no fleet, or bring up one of their own. */
const WITHOUT = [
  'bonds',
  'faults',
  'fleet',
  'guard',
  'guard-proof',
  'lifecycle',
  'lockout',
  'mirror',
  'relax-ng',
];

// Each file begins on hosts that were just installed: what it finds depends on no other file, nor on their order.
await lab.down();
if (!WITHOUT.includes(basename(expect.getState().testPath ?? '', '.test.ts'))) await upForTests(lab);
