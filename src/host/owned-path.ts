import type { Step } from '../plan/step.ts';

/** Mode, owner and group of a path. */
export interface Owned {
  mode: string;
  owner: string;
  group: string;
}

/** Gives them to a path. The mode is set last: chown(2) takes setuid and setgid away. */
export function ownSteps(path: string, { mode, owner, group }: Owned): Step[] {
  return [
    { do: 'run', argv: ['chown', `${owner}:${group}`, '--', path] },
    { do: 'run', argv: ['chmod', mode, '--', path] },
  ];
}
