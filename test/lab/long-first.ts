import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, the longest first: one that began last would keep everybody waiting. */
const LONG: Readonly<Record<string, readonly string[]>> = {
  lab: [
    'changes',
    'rollback',
    'doctor',
    'firewall',
    'lockout',
    'untouched',
    'interrupts',
    'audit',
    'guests',
    'guard-proof',
    'snapshot',
    'guard',
    'bridge-files',
    'drift',
    'saved-plan',
    'adopt',
    'ownership',
    'prune',
    'restart-faults',
    'dnsmasq-host',
    'dnsmasq',
    'surroundings',
    'interrupted',
    'restart',
    'pools',
    'site',
    'modules',
    'bridge-guests',
  ],
  unit: [
    'guard',
    'apply',
    'resuming',
    'play-run',
    'omit',
    'campaign',
    'regex',
    'recorder',
    'plan',
    'gates',
    'lying-host',
    'bounds',
    'holding',
    'lock',
    'slots',
    'recorded',
    'reader',
    'notify',
    'reconnect',
    'detached',
    'killed',
    'compare-merge',
  ],
};

/** The order in which files are run. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

function place({ moduleId, project }: TestSpecification): number {
  const long = LONG[project.name] ?? [];
  const at = long.indexOf(basename(moduleId, '.test.ts'));
  return at < 0 ? long.length : at;
}
