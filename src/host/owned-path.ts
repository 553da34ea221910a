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

/** Clauses of chmod(1), such as `u=rw,g+r,o-rwx`. */
export const SYMBOLIC = /^[ugoa]*[-+=][rwxX]*(?:,[ugoa]*[-+=][rwxX]*)*$/;

const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };
const RIGHTS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };

/** The mode that a file of mode `now` gets: octal digits as they are, or what clauses of chmod(1) make of it. */
export function modeAfter(written: string | undefined, now: string, isFolder = false): string {
  if (written === undefined || /^\d/.test(written)) return written ?? now;
  const bits = written.split(',').reduce((left, clause) => changed(left, clause, isFolder), parse(now));
  return bits.toString(8).padStart(4, '0');
}

function changed(bits: number, clause: string, isFolder: boolean): number {
  const [, who = '', sign, rights = ''] = /^([ugoa]*)([-+=])(.*)$/.exec(clause) ?? [];
  const given = [...rights].reduce((sum, right) => sum | rightOf(right, bits, isFolder), 0);
  const parts = who === '' || who.includes('a') ? 'ugo' : who;
  return [...parts].reduce((left, part) => {
    const shift = SHIFTS[part] ?? 0;
    if (sign === '+') return left | (given << shift);
    if (sign === '-') return left & ~(given << shift);
    return (left & ~(7 << shift)) | (given << shift);
  }, bits);
}

/** X is x of a folder, and of what somebody may execute already. */
function rightOf(right: string, bits: number, isFolder: boolean): number {
  if (right === 'X') return isFolder || (bits & 0o111) !== 0 ? 1 : 0;
  return RIGHTS[right] ?? 0;
}

function parse(octal: string): number {
  return Number.parseInt(octal, 8);
}
