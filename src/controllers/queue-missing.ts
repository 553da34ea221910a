import type { Problem } from '../problem.ts';

const PROBLEM = { code: 'queue-library', summary: 'The library of the queue is not installed' };
const LIBRARIES = 'bullmq@6 ioredis@5';

/** What to do where a library of the queue is not there; undefined for an error that is another one. */
export function missingLibrary(error: unknown): Problem | undefined {
  const [found, name, inExecutable] =
    /Cannot find package '([^']+)'( in the executable)?/.exec(String(error)) ?? [];
  if (found === undefined) return undefined;
  // It loads no code from a disk: packaging/executable/one-file.ts.
  if (inExecutable !== undefined)
    return {
      ...PROBLEM,
      detail: `The Debian package and the executable of Virtfleet are without ${name}, and load no code from a disk.`,
      hint: 'Many controllers need the npm package of the same release, and Node 20.19 or newer:',
      command: `npm install --global ./virtfleet-*.tgz ${LIBRARIES}`,
    };
  return {
    ...PROBLEM,
    detail: `There is no package ${name}.`,
    hint: 'Virtfleet needs it for many controllers only. Install it beside Virtfleet:',
    command: `npm install --global ${LIBRARIES}`,
  };
}
