import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ansibleCases, type ConformanceCase } from './ansible.ts';
import { hasField } from './field/case.ts';
import { fieldLabCases, fieldOfflineCases } from './field/suite.ts';
import { KNOWN_GAPS } from './known-gaps.ts';
import { hasDefinitions, labCases } from './lab.ts';
import { libvirtCases } from './libvirt.ts';
import { hasMigration } from './migration/case.ts';
import { migrationLabCases, migrationOfflineCases } from './migration/suite.ts';
import { netplanCases } from './netplan.ts';

const SUITES: Readonly<Record<string, (dir: string) => ConformanceCase[]>> = {
  libvirt: libvirtCases,
  ansible: ansibleCases,
  netplan: netplanCases,
};

const words = process.argv.slice(2);
const [dir] = words.filter((word) => word !== '--lab');
if (dir === undefined) {
  process.stderr.write('usage: npm run conformance -- DIR [--lab]\n');
  process.exit(1);
}
const log = (line: string) => process.stderr.write(`${line}\n`);
process.exit(report(words.includes('--lab') ? await casesOfLab(resolve(dir)) : casesIn(resolve(dir))));

/** Those that a real host decides. */
async function casesOfLab(folder: string): Promise<ConformanceCase[]> {
  return [
    ...(hasField(folder) ? await fieldLabCases(folder, log) : []),
    ...(hasMigration(folder) ? await migrationLabCases(folder, log) : []),
    ...(hasDefinitions(folder) ? await labCases(folder, log) : []),
  ];
}

/** The folder of all suites, or that of one. */
function casesIn(folder: string): ConformanceCase[] {
  const parent = basename(folder) in SUITES ? dirname(folder) : folder;
  const suites = Object.entries(SUITES)
    .filter(([name]) => parent === folder || basename(folder) === name)
    .flatMap(([name, cases]) => (existsSync(join(parent, name)) ? cases(join(parent, name)) : []));
  return [
    ...suites,
    ...(hasField(folder) ? fieldOfflineCases(folder) : []),
    ...(hasMigration(folder) ? migrationOfflineCases(folder) : []),
  ];
}

/** A line a case, then the counts; 1 when a case fails that is no known gap, or when there was none. */
function report(cases: readonly ConformanceCase[]): number {
  const counts = { passed: 0, gaps: 0, skipped: 0, failed: 0 };
  for (const { name, skip, run } of cases) {
    if (skip !== undefined) {
      counts.skipped += 1;
      process.stdout.write(`skip  ${name}: ${skip}\n`);
      continue;
    }
    const failure = failureOf(run);
    const gap = KNOWN_GAPS.get(name);
    if (failure === undefined) {
      counts.passed += 1;
      process.stdout.write(`ok    ${name}${gap === undefined ? '' : ' (a known gap no longer)'}\n`);
    } else if (gap !== undefined) {
      counts.gaps += 1;
      process.stdout.write(`gap   ${name}: ${gap}\n`);
    } else {
      counts.failed += 1;
      process.stdout.write(`FAIL  ${name}\n${failure.replaceAll(/^/gm, '      ')}\n`);
    }
  }
  if (cases.length === 0)
    log(`${dir} has no cases: there is no folder ${Object.keys(SUITES).join(', ')} in it.`);
  const { passed, gaps, skipped, failed } = counts;
  process.stdout.write(`${passed} passed, ${gaps} known gaps, ${skipped} skipped, ${failed} failed\n`);
  return counts.failed > 0 || cases.length === 0 ? 1 : 0;
}

function failureOf(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
