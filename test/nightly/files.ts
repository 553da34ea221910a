import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const LAB = join(import.meta.dirname, '../lab');
const ENDING = '.test.ts';

/** All lab files, by name. */
export const labFiles = (): string[] =>
  readdirSync(LAB, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));

/** What depends on the libvirt, netplan and systemd of a host. */
export const ON_EACH_RELEASE = [
  ...['changes', 'schema', 'empties', 'seed', 'restart', 'restart-faults', 'guard', 'guard-proof'],
  ...['bridge-files', 'bridge-guests', 'bridge-netplan', 'firewall', 'lab', 'ports-again'],
];

/** Lab files on fleets of these releases. */
export interface Part {
  /** Names of Debian releases, by comma. */
  releases: string;
  files: readonly string[];
}

/** What `npm run nightly` runs where nothing is named: all on the fleet of `npm test`, then what depends on a release on the others. */
export const everything = (all: readonly string[], tested: readonly string[]): Part[] => [
  { releases: tested.join(','), files: labFiles() },
  ...all
    .filter((release) => !tested.includes(release))
    .map((releases) => ({ releases, files: ON_EACH_RELEASE })),
];
