import { join } from 'node:path';

/** Virtfleet as it is built. */
export const program = join(import.meta.dirname, '../dist/cli.js');
