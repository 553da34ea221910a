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
  if (text.startsWith(RECORD)) return leftIn(text);
  const [open = '', closed = ''] = text.split('\n');
  return { open: unpacked(open), closed: closed === 'denied' ? undefined : unpacked(closed) };
}

/** Begins a line of `readable` that is no output of a host. */
const RECORD = '\x1e';

/**
 * The same as text in which secrets can be found, line by line: what each task read, then the answers as they are. The
 * contents of files that only root may read are left out: nobody knows what was secret there.
 */
function readable({ open, closed }: LeftBehind): string {
  const sides = { open, ...(closed && { closed }) };
  const tasks = Object.fromEntries(Object.entries(sides).map(([side, left]) => [side, left.tasks]));
  return [
    `${RECORD}${JSON.stringify(tasks)}\n`,
    ...Object.entries(sides).flatMap(([side, { tasks: asked, answers }]) =>
      [...new Set(Object.values(asked).flatMap((probes) => keptIn(side, probes)))].flatMap((digest) =>
        (answers[digest] ?? []).map(
          ({ status, stdout, stderr }) =>
            `${RECORD}${side} ${digest} ${status}\n${plain(stdout)}${RECORD}\n${plain(stderr)}`,
        ),
      ),
    ),
  ].join('');
}

function keptIn(side: string, probes: Readonly<Record<string, string>>): string[] {
  const kept = Object.entries(probes).filter(([probe]) => side === 'open' || !probe.startsWith('file '));
  return kept.map(([, digest]) => digest);
}

function plain(bytes: Buffer): string {
  return bytes.toString().replaceAll(RECORD, '');
}

/** What `readable` has written. */
function leftIn(text: string): LeftBehind {
  const [, head = '', ...parts] = text.split(RECORD);
  const tasks = JSON.parse(head) as { open: LeftAnswers['tasks']; closed?: LeftAnswers['tasks'] };
  const answers: Record<string, Record<string, Answer[]>> = { open: {}, closed: {} };
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [first = '', ...stdout] = (parts[at] ?? '').split('\n');
    const [side = '', digest = '', status] = first.split(' ');
    const [stdoutText, stderrText] = [stdout.join('\n'), (parts[at + 1] ?? '').slice(1)];
    const known = answers[side] ?? {};
    const answer = {
      status: Number(status),
      stdout: Buffer.from(stdoutText),
      stderr: Buffer.from(stderrText),
    };
    known[digest] = [...(known[digest] ?? []), answer];
  }
  return {
    open: { tasks: tasks.open, answers: answers['open'] ?? {} },
    closed: tasks.closed && { tasks: tasks.closed, answers: answers['closed'] ?? {} },
  };
}
