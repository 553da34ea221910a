import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './release.ts';
import { run } from './run.ts';

/**
 * What each form of a release takes: on disk when it is installed, and until a short command has ended. Each is started
 * in turn with the others, and the shortest counts. It says nothing where the machine has other work: it prints the load.
 */
const RUNS = 15;
const COMMANDS = [['--version'], ['run', '--help']];
const release = join(ROOT, 'release');
const file = (end: string) => join(release, readdirSync(release).find((name) => name.endsWith(end)) ?? '');
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-times-'));
try {
  const [npm, deb] = [join(folder, 'npm'), join(folder, 'deb')];
  run(['npm', 'install', '--global', '--prefix', npm, '--no-audit', '--no-fund', '--silent', file('.tgz')]);
  run(['dpkg-deb', '--extract', file('.deb'), deb]);
  const executable = file('-linux-x64');
  const forms = [
    {
      name: `npm, Node ${process.versions.node}`,
      file: file('.tgz'),
      at: npm,
      program: join(npm, 'bin/virtfleet'),
    },
    { name: 'Debian package', file: file('.deb'), at: deb, program: join(deb, 'usr/bin/virtfleet') },
    { name: 'executable', file: executable, at: executable, program: executable },
  ];
  const took = forms.map(() => COMMANDS.map(() => [Infinity, Infinity] as [number, number]));
  for (let count = 0; count < RUNS; count++)
    for (const [index, { program }] of forms.entries())
      for (const [which, words] of COMMANDS.entries()) {
        const [cpu, wall] = timed([program, ...words]);
        const best = took[index]?.[which];
        if (best) [best[0], best[1]] = [Math.min(best[0], cpu), Math.min(best[1], wall)];
      }
  console.log(`CPU and wall seconds, the least of ${RUNS}; load ${loadavg()[0]?.toFixed(1)}`);
  for (const [index, form] of forms.entries())
    console.log(
      [
        form.name.padEnd(20),
        `file ${megabytes(statSync(form.file).size)}`,
        `installed ${megabytes(Number(run(['du', '-sb', form.at]).split('\t')[0]))}`,
        ...COMMANDS.map(
          (words, which) => `${words.join(' ')} ${took[index]?.[which]?.map((s) => s.toFixed(3)).join(' ')}`,
        ),
      ].join('   '),
    );
} finally {
  rmSync(folder, { recursive: true });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Seconds of CPU and of the clock: bash(1), TIMEFORMAT. */
function timed(argv: readonly string[]): [number, number] {
  const script = 'TIMEFORMAT="%U %S %R"; { time "$@" >/dev/null; } 2>&1';
  const [user = 0, system = 0, wall = 0] = run(['bash', '-c', script, 'bash', ...argv])
    .trim()
    .split(' ')
    .map(Number);
  return [user + system, wall];
}
