import { spawnSync } from 'node:child_process';
import { type Lab, lab } from '../../lab/lab.ts';
import type { ConformanceCase } from '../ansible.ts';
import { type FieldCase, fieldCases, needsHost } from './case.ts';
import { faultsOf } from './judge.ts';
import { runCase } from './run-case.ts';

const RELEASES = ['bookworm', 'trixie'];
const HOSTS = ['hv01', 'hv02'];

/** The cases of a folder on real hosts, each on one host of each of its releases; the hosts work side by side. */
export async function fieldLabCases(dir: string, log: (line: string) => void): Promise<ConformanceCase[]> {
  const cases = fieldCases(dir);
  const wasUp = lab.hosts().some(({ running }) => running);
  await lab.up({ hosts: RELEASES.length, releases: RELEASES, log });
  try {
    const hosts = RELEASES.map((release) => ({
      release,
      host: lab.hosts().find((each) => each.release === release)?.name ?? '',
    }));
    const all = await Promise.all(
      hosts.map(({ release, host }) =>
        onHost(
          lab,
          host,
          cases.filter(({ releases }) => releases.includes(release)),
          (name) => `field/${name} on ${release}`,
          log,
        ),
      ),
    );
    return all.flat();
  } finally {
    if (!wasUp) await lab.down();
  }
}

/** What the cases say without a host: only those that a syntax check judges. */
export function fieldOfflineCases(dir: string): ConformanceCase[] {
  return fieldCases(dir).map((one) => ({
    name: `field/${one.name}`,
    ...(needsHost(one) && { skip: 'needs --lab' }),
    run: () => checkSyntax(one),
  }));
}

function checkSyntax({ playbook, steps }: FieldCase): void {
  const inventory = `${HOSTS.join(',')},`;
  for (const step of steps) {
    if (!('do' in step)) continue;
    const words = ['dist/cli.js', 'run', playbook, '-i', inventory, '--syntax-check', ...step.extra];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    const faults = faultsOf(step, { code: status ?? 137, stdout, stderr, tasks: [] });
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
}

/** One case after the other. A host on which one failed is not trusted any more. */
async function onHost(
  fleet: Lab,
  host: string,
  cases: readonly FieldCase[],
  nameOf: (name: string) => string,
  log: (line: string) => void,
): Promise<ConformanceCase[]> {
  const results: ConformanceCase[] = [];
  for (const one of cases) {
    const name = nameOf(one.name);
    // What the case before put back may take a moment, until neighbours have learnt of it too.
    await fleet.ready(host);
    const faults = await runCase(fleet, host, one).catch((error: unknown) => [String(error)]);
    log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    if (faults.length > 0) await fleet.renew(host);
    results.push({
      name,
      run: () => {
        if (faults.length > 0) throw new Error(faults.join('\n'));
      },
    });
  }
  return results;
}
