import { only, type Probe } from './probe.ts';

/** The text of a file on the operator's machine, or undefined when it is not there. The path is absolute. */
export function localFile(path: string): Probe<string | undefined> {
  return {
    key: `local ${path}`,
    ask: { kind: 'local', path },
    parse: (answers) => {
      const { status, stdout } = only(answers);
      return status === 0 ? stdout.toString() : undefined;
    },
  };
}
