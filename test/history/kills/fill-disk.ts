import { join } from 'node:path';
import { must } from '../../lab/run.ts';

/** What came of a history whose disk was full. */
export interface FullDisk {
  /** Runs that were kept before it was. */
  kept: number;
  /** What was warned of then. */
  warned: string[];
  /** What is wrong, a sentence each. */
  wrong: string[];
}

/** Fills a disk of 2 MB on `folder`, which is there for one process alone and goes with it, with a history. As root. */
export async function fillDisk(folder: string): Promise<FullDisk> {
  const program = join(import.meta.dirname, 'full.ts');
  const script = 'mount -t tmpfs -o size=2m tmpfs "$1" && exec node --import tsx "$2" "$1"';
  const argv = ['unshare', '--mount', 'sh', '-c', script, 'sh', folder, program];
  const { kept, warned, behind, wrong } = JSON.parse(await must(argv));
  return {
    kept,
    warned,
    wrong: [
      ...wrong,
      ...(kept > 0 ? [] : ['no run was kept before the disk was full']),
      ...(/disk is full/.test(String(warned))
        ? []
        : [`the full disk was warned of as ${JSON.stringify(warned)}`]),
      ...behind.map((why: string) => `the run behind it was not kept: ${why}`),
    ],
  };
}
