import { readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** Bytes that the files of all tests stay far below. A container often has 64 MiB of it. */
const ENOUGH = 1024 ** 3;

/**
 * Where tests make their files, thousands of them: in memory, which takes a twentieth of the time, if there is room and
 * programs may be run from there; else where programs usually do.
 */
export function temporaryFolder(): string {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    const [, , type, options = ''] =
      mounts.find((line) => line.split(' ')[1] === IN_MEMORY)?.split(' ') ?? [];
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    const isFit = type === 'tmpfs' && !options.split(',').includes('noexec') && bavail * bsize > ENOUGH;
    return isFit ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
