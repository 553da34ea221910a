import { only, type Probe, ProbeError } from '../plan/probe.ts';

/** The status of an answer of the operator's machine where nothing is at the path; another is a failure. */
export const NOTHING_THERE = 2;

/** The text of a file on the operator's machine, or undefined when nothing is there. The path is absolute. */
export function localFile(path: string): Probe<string | undefined> {
  return {
    key: `local ${path}`,
    ask: { kind: 'local', path },
    parse: (answers) => {
      const { status, stdout, stderr } = only(answers);
      if (status === NOTHING_THERE) return undefined;
      if (status !== 0) throw new ProbeError(`cannot read ${path} on the controller: ${stderr}`);
      return stdout.toString();
    },
  };
}
