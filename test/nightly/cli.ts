import { spawnSync } from 'node:child_process';
import { Command, Option } from 'commander';
import type { Kind } from '../lab/fleet.ts';
import { LIBVIRT_OF, RELEASES } from '../lab/releases.ts';
import { everything, labFiles, ON_EACH_RELEASE, type Part } from './files.ts';
import { type Ran, runFiles } from './run-files.ts';

const ALL = Object.keys(LIBVIRT_OF);

const program = new Command('npm run nightly --')
  .description('All tests with all rows of their tables, on fleets of all Debian releases.')
  .argument(
    '[file...]',
    'lab tests by name, such as changes; without one all that depends on the release',
    labFiles(),
  )
  .addOption(
    new Option('--releases <names>', 'Debian releases, by comma, each with a fleet of its own').argParser(
      (names) => names.split(','),
    ),
  )
  .addOption(new Option('--firewall <backend>', 'as of the lab').choices(['iptables', 'nftables']))
  .action(async (named: string[], { releases, ...kind }: Options) => {
    const isWhole = named.length === 0 && releases === undefined;
    const files = named.length === 0 ? ON_EACH_RELEASE : named;
    const parts = isWhole
      ? everything(ALL, RELEASES)
      : (releases ?? ALL).map((release): Part => ({ releases: release, files }));
    const all: Ran[] = [];
    for (const part of parts) all.push(...(await runFiles(part, kind)));
    const expected = parts.reduce((sum, part) => sum + part.files.length, 0);
    const failed = report(all, expected);
    process.exitCode = isWhole && !unitTests() ? 1 : failed;
  });

interface Options extends Partial<Kind> {
  releases?: string[];
}

/** Prints a line for each file and the tests that failed; 1 when one did, or a file did not run. */
function report(all: readonly Ran[], expected: number): number {
  for (const { release, file, passed, failed, seconds } of all) {
    const numbers = `${String(passed).padStart(4)} passed ${String(failed.length).padStart(4)} failed`;
    console.log(`${release.padEnd(15)} ${file.padEnd(22)} ${numbers} ${String(seconds).padStart(5)} s`);
    for (const name of failed) console.log(`    ${name}`);
  }
  if (all.length !== expected) console.log(`${all.length} of ${expected} files ran.`);
  return all.length === expected && all.every(({ passed, failed }) => passed > 0 && failed.length === 0)
    ? 0
    : 1;
}

/** The unit tests, with all values that properties are tried with. */
function unitTests(): boolean {
  return spawnSync('npm', ['run', '-s', 'unit'], { stdio: 'inherit' }).status === 0;
}

await program.parseAsync();
