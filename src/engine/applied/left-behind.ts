import { type Answer, only, type Probe } from '../../plan/probe.ts';
import { type LeftAnswers, unpacked } from './answers.ts';
import { FOLDER } from './applied-record.ts';

/** How a run left a host: what all users of it may know, and what only root may, where this session can read it. */
export interface LeftBehind {
  open: LeftAnswers;
  /** Undefined where only root may read it. */
  closed: LeftAnswers | undefined;
}

const READ = `
sed -n 2p -- "$1/$2.json"
if [ ! -e "$1/$2.private" ]; then echo
elif [ -r "$1/$2.private" ]; then cat -- "$1/$2.private"
else echo denied
fi`;

export function leftBehind(run: string): Probe<LeftBehind> {
  return {
    key: `left behind by ${run}`,
    ask: { kind: 'script', script: READ, args: [FOLDER, run] },
    volatile: true,
    kept: (answers) => [{ ...only(answers), stdout: Buffer.from(readable(left(answers))) }],
    parse: left,
  };
}

function left(answers: readonly Answer[]): LeftBehind {
  const text = only(answers).stdout.toString();
  if (text.startsWith('{')) return leftIn(text);
  const [open = '', closed = ''] = text.split('\n');
  return { open: unpacked(open), closed: closed === 'denied' ? undefined : unpacked(closed) };
}

/**
 * The same as text in which secrets can be found, line by line. What only root may read of the contents of files is left
 * out: nobody knows what was secret there.
 */
function readable({ open, closed }: LeftBehind): string {
  const linesOf = (bytes: Buffer) => bytes.toString().split('\n');
  const side = ({ tasks, answers }: LeftAnswers, isKept: (probe: string) => boolean) => {
    const used = Object.values(tasks).flatMap((probes) =>
      Object.entries(probes).flatMap(([probe, digest]) => (isKept(probe) ? [digest] : [])),
    );
    const known = [...new Set(used)].map((digest) => [
      digest,
      (answers[digest] ?? []).map(({ status, stdout, stderr }) => [status, linesOf(stdout), linesOf(stderr)]),
    ]);
    return { tasks, answers: Object.fromEntries(known) };
  };
  const isContent = (probe: string) => probe.startsWith('file ');
  const both = {
    open: side(open, () => true),
    ...(closed && { closed: side(closed, (probe) => !isContent(probe)) }),
  };
  return JSON.stringify(both, undefined, 1);
}

interface ReadableSide {
  tasks: LeftAnswers['tasks'];
  answers: Record<string, [number, string[], string[]][]>;
}

/** What `readable` has written. */
function leftIn(text: string): LeftBehind {
  const { open, closed } = JSON.parse(text) as { open: ReadableSide; closed?: ReadableSide };
  const bytesOf = (lines: readonly string[]) => Buffer.from(lines.join('\n'));
  const side = ({ tasks, answers }: ReadableSide): LeftAnswers => ({
    tasks,
    answers: Object.fromEntries(
      Object.entries(answers).map(([digest, all]) => [
        digest,
        all.map(([status, stdout, stderr]) => ({ status, stdout: bytesOf(stdout), stderr: bytesOf(stderr) })),
      ]),
    ),
  });
  return { open: side(open), closed: closed && side(closed) };
}
