import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, the longest first: one that began last would keep everybody waiting. */
const LONG = [
  'lockout',
  'changes',
  'guests',
  'guard-proof',
  'guard',
  'bridge-files',
  'ownership',
  'prune',
  'restart-faults',
  'dnsmasq-host',
  'modules',
  'bridge-guests',
];

/** The order in which files are run. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

function place({ moduleId, project }: TestSpecification): number {
  const at = project.name === 'lab' ? LONG.indexOf(basename(moduleId, '.test.ts')) : -1;
  return at < 0 ? LONG.length : at;
}
