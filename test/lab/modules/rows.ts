import { ACCOUNTS } from './accounts.ts';
import { FILES } from './files.ts';
import { HOST } from './host.ts';
import { PACKAGES } from './packages.ts';
import type { Row } from './row.ts';
import { RUNS } from './runs.ts';
import { UNITS } from './units.ts';

/** In the order in which they run. */
export const ROWS: readonly Row[] = [...FILES, ...UNITS, ...PACKAGES, ...RUNS, ...HOST, ...ACCOUNTS];
