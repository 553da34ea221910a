import { Command, Option } from 'commander';
import type { Kind } from '../lab/fleet.ts';
import { LIBVIRT_OF } from '../lab/releases.ts';
import { type Ran, runFiles } from './run-files.ts';

/** What is run where no file is named: all that depends on the libvirt, netplan and systemd of a host. */
const FILES = [
  ...['changes', 'schema', 'empties', 'seed', 'restart', 'restart-faults', 'guard', 'guard-proof'],
  ...['bridge-files', 'bridge-guests', 'bridge-netplan', 'firewall', 'lab'],
];

const program = new Command('npm run nightly --')
  .description('Lab tests, on fleets of one Debian release after the other.')
  .argument('[file...]', 'tests by name, such as changes; without one all that depends on the release', FILES)
  .addOption(
    new Option('--releases <names>', 'Debian releases, by comma')
      .argParser((names) => names.split(','))
      .default(Object.keys(LIBVIRT_OF), Object.keys(LIBVIRT_OF).join(',')),
  )
  .addOption(new Option('--firewall <backend>', 'as of the lab').choices(['iptables', 'nftables']))
  .action(async (files: string[], { releases, ...kind }: Options) => {
    const paths = files.map((name) => `test/lab/${name}.test.ts`);
    const all: Ran[] = [];
    for (const release of releases) all.push(...(await runFiles(release, kind, paths)));
    process.exitCode = report(all, files.length * releases.length);
  });

interface Options extends Partial<Kind> {
  releases: string[];
}

/** Prints a line for each file and the tests that failed; 1 when one did, or a file did not run. */
function report(all: readonly Ran[], expected: number): number {
  for (const { release, file, passed, failed, seconds } of all) {
    const numbers = `${String(passed).padStart(4)} passed ${String(failed.length).padStart(4)} failed`;
    console.log(`${release.padEnd(9)} ${file.padEnd(16)} ${numbers} ${String(seconds).padStart(5)} s`);
    for (const name of failed) console.log(`    ${name}`);
  }
  if (all.length !== expected) console.log(`${all.length} of ${expected} files ran.`);
  return all.length === expected && all.every(({ passed, failed }) => passed > 0 && failed.length === 0)
    ? 0
    : 1;
}

await program.parseAsync();
