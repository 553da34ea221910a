import * as z from 'zod';
import { type Answer, only, type Probe, ProbeError } from '../../plan/probe.ts';
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
    secrets: [SECRET_LINE],
    kept: (answers, about) => [{ ...only(answers), stdout: Buffer.from(readable(left(answers), about)) }],
    parse: left,
  };
}

function left(answers: readonly Answer[]): LeftBehind {
  const text = only(answers).stdout.toString();
  if (text.startsWith(RECORD)) return leftIn(text);
  const [open = '', closed = ''] = text.split('\n');
  return { open: unpacked(open), closed: closed === 'denied' ? undefined : unpacked(closed) };
}

/** Begins a line of `readable` that is no output of a host, and one that may be a secret. */
const RECORD = '\x1e';
const SECRET = '\x1f';
const SECRET_LINE = /(?<=^\x1f)[^\n]+/gm;

type About = (probe: string) => { secret: boolean } | undefined;

/**
 * The same as text in which secrets can be found, line by line: what each task read, then the answers as they are. Of
 * the contents of files those are left out that no task asks for any more: nobody knows what was secret there.
 */
function readable({ open, closed }: LeftBehind, about: About): string {
  const sides = { open, ...(closed && { closed }) };
  const tasks = Object.fromEntries(Object.entries(sides).map(([side, left]) => [side, left.tasks]));
  return [
    `${RECORD}${JSON.stringify(tasks)}\n`,
    ...Object.entries(sides).flatMap(([side, { tasks: asked, answers }]) =>
      [...keptIn(Object.values(asked), about)].flatMap(([digest, isSecret]) =>
        (answers[digest] ?? []).map(({ status, stdout, stderr }) => {
          const said = isSecret ? marked(plain(stdout)) : plain(stdout);
          return `${RECORD}${side} ${digest} ${status}\n${said}\n${RECORD}\n${plain(stderr)}\n`;
        }),
      ),
    ),
  ].join('');
}

/** The digests of answers that are kept, and whether each line may be a secret. */
function keptIn(asked: readonly Readonly<Record<string, string>>[], about: About): Map<string, boolean> {
  const all = asked.flatMap((probes) =>
    Object.entries(probes).flatMap(([probe, digest]): [string, boolean][] => {
      if (!probe.startsWith('file ')) return [[digest, false]];
      const known = about(probe);
      return known ? [[digest, known.secret]] : [];
    }),
  );
  // An answer may be that to several.
  return new Map(all.toSorted(([, one], [, other]) => Number(one) - Number(other)));
}

/** The first line says what is at the path, see `fileAt`. */
function marked(text: string): string {
  const [head = '', ...lines] = text.split('\n');
  return [head.replace(/^file \d{1,6} /, 'file 0 '), ...lines.map((line) => line && `${SECRET}${line}`)].join(
    '\n',
  );
}

function plain(bytes: Buffer): string {
  return bytes.toString().replaceAll(/[\x1e\x1f]/g, '');
}

/** What `readable` has written. */
function leftIn(text: string): LeftBehind {
  const [, head = '', ...parts] = text.split(RECORD);
  const tasks = tasksIn(head);
  // What is before the first blank may be any word: a host that writes `__proto__` there gets a key, not a prototype.
  const answers = new Map<string, Map<string, Answer[]>>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [first = '', ...stdout] = (parts[at] ?? '').slice(0, -1).split('\n');
    const [side = '', digest = '', status] = first.split(' ');
    const output = stdout.map((line) => (line.startsWith(SECRET) ? line.slice(1) : line)).join('\n');
    const known = answers.get(side) ?? new Map<string, Answer[]>();
    answers.set(side, known);
    const answer = {
      status: Number(status),
      stdout: Buffer.from(output),
      stderr: Buffer.from((parts[at + 1] ?? '').slice(1, -1)),
    };
    known.set(digest, [...(known.get(digest) ?? []), answer]);
  }
  const of = (side: string) => Object.fromEntries(answers.get(side) ?? []);
  return {
    open: { tasks: tasks.open, answers: of('open') },
    closed: tasks.closed && { tasks: tasks.closed, answers: of('closed') },
  };
}

const asked = z.record(z.string(), z.record(z.string(), z.string()));
const tasksSchema = z.object({ open: asked, closed: asked.optional() });

function tasksIn(head: string): z.output<typeof tasksSchema> {
  try {
    return tasksSchema.parse(JSON.parse(head));
  } catch {
    throw new ProbeError('what a run left behind cannot be read');
  }
}
