/** A task of one module, what becomes of it, and what is then seen on the host. */
export interface Row {
  /** Begins with the module. */
  name: string;
  task: Readonly<Record<string, unknown>>;
  /** Tasks behind it. */
  more?: readonly Readonly<Record<string, unknown>>[];
  /** Its status in a dry run, in the first run and in the second. */
  check?: string;
  first: string;
  again?: string;
  /** Files of the project. */
  files?: Readonly<Record<string, string>>;
  /** Shell texts for the host, before all runs and after them. */
  before?: string;
  after?: string;
  /** A shell text for the host and what it prints when all runs are done. */
  proof?: readonly [script: string, output: string];
}

/** What converges: found by the dry run, made by the first run, left alone by the second. */
export const KEPT = { check: 'would-change', first: 'changed', again: 'ok' } as const;

/** The folder of the host in which they leave what they do. */
export const DIR = '/srv/modules';
