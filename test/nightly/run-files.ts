import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Kind } from '../lab/fleet.ts';
import type { Part } from './files.ts';

/** What became of the tests of one file on the hosts of a release. */
export interface Ran {
  release: string;
  file: string;
  passed: number;
  /** The tests that failed, by their whole names; the file itself where it could not be loaded or prepared. */
  failed: readonly string[];
  seconds: number;
}

/** The report of vitest: https://vitest.dev/guide/reporters.html#json-reporter */
interface Report {
  testResults: {
    name: string;
    status: string;
    startTime: number;
    endTime: number;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

/** Runs lab tests on fleets of these releases and this kind; what they print goes to stderr. */
export async function runFiles({ releases, files }: Part, kind: Partial<Kind>): Promise<Ran[]> {
  const paths = files.map((name) => `test/lab/${name}.test.ts`);
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-nightly-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const tests = spawn('npx', ['vitest', 'run', '--project', 'lab', ...reporters, ...paths], {
      stdio: ['ignore', process.stderr, process.stderr],
      env: { ...process.env, VIRTFLEET_RELEASES: releases, VIRTFLEET_KIND: JSON.stringify(kind) },
    });
    await once(tests, 'exit');
    return readReport(releases, report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readReport(release: string, path: string): Ran[] {
  const { testResults }: Report = JSON.parse(readFileSync(path, 'utf8'));
  return testResults.map(({ name, status, startTime, endTime, assertionResults: tests }) => {
    const file = basename(name, '.test.ts');
    const failed = tests.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    return {
      ...{ release, file, passed: tests.filter((test) => test.status === 'passed').length },
      failed: status === 'failed' && failed.length === 0 ? [file] : failed,
      seconds: Math.round((endTime - startTime) / 1000),
    };
  });
}
