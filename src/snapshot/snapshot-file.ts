import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { systemMessage } from '../inventory/read-text.ts';
import { type Problem, ProblemError } from '../problem.ts';

/** The version of the format: line by line JSON, a head, a line for each host, and a digest of all before it. */
const VERSION = 1;

const headSchema = z.strictObject({
  format: z.literal('virtfleet-snapshot'),
  version: z.literal(VERSION),
  /** The version of Virtfleet that took it. */
  virtfleet: z.string(),
  /** ISO 8601. */
  taken: z.iso.datetime(),
  /** What the key of its digests is made of: passwords of ansible-vault, or a file of the operator; and its proof. */
  key: z.strictObject({
    of: z.enum(['vault', 'operator']),
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    proof: z.string(),
  }),
  /** The command that takes it again. */
  command: z.string(),
});
const hostSchema = z.strictObject({ host: z.string(), answers: z.base64() });
const endSchema = z.strictObject({ sha256: z.string() });

export type SnapshotHead = z.output<typeof headSchema>;

export interface SnapshotFile {
  head: SnapshotHead;
  /** What `HostAnswers` has packed, by the names of hosts. */
  hosts: ReadonlyMap<string, Buffer>;
}

export function snapshotText(
  about: Omit<SnapshotHead, 'format' | 'version'>,
  hosts: Iterable<readonly [string, Buffer]>,
): string {
  const head: SnapshotHead = { format: 'virtfleet-snapshot', version: VERSION, ...about };
  const lines = [...hosts].map(([host, packed]) => ({ host, answers: packed.toString('base64') }));
  const text = [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${JSON.stringify({ sha256: digest(text) })}\n`;
}

/** Throws ProblemError for what is no snapshot, is damaged, or was made by a newer Virtfleet. */
export function readSnapshot(path: string): SnapshotFile {
  const text = contentOf(path);
  const [first = '', ...lines] = text.split('\n');
  const head = headOf(path, first);
  const [end, hosts] = [lines.at(-2) ?? '', lines.slice(0, -2)];
  const said = parsed(endSchema, end);
  const body = text.slice(0, text.length - end.length - 1);
  if (lines.at(-1) !== '' || said?.sha256 !== digest(body)) throw refused('damaged-snapshot', path);
  const read = hosts.map((line) => parsed(hostSchema, line));
  return {
    head,
    hosts: new Map(
      read.map((one) => {
        if (!one) throw refused('damaged-snapshot', path);
        return [one.host, Buffer.from(one.answers, 'base64')];
      }),
    ),
  };
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ProblemError([
      {
        code: 'unreadable-file',
        summary: 'A file cannot be read',
        detail: `${path}: ${systemMessage(error)}`,
      },
    ]);
  }
}

function headOf(path: string, line: string): SnapshotHead {
  const head = parsed(headSchema, line);
  if (head) return head;
  const other = parsed(z.looseObject({ format: z.literal('virtfleet-snapshot'), version: z.number() }), line);
  if (other && other.version > VERSION) throw refused('newer-snapshot', path);
  throw refused(other ? 'damaged-snapshot' : 'no-snapshot', path);
}

function parsed<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const REFUSALS = {
  'no-snapshot': {
    summary: 'A file is no snapshot',
    hint: 'virtfleet snapshot --output FILE takes one.',
  },
  'damaged-snapshot': {
    summary: 'A snapshot is damaged',
    hint: 'It is not as it was written. Copy it again, or take a new one.',
  },
  'newer-snapshot': {
    summary: 'A snapshot was taken by a newer Virtfleet',
    hint: 'Use that version, or take a snapshot with this one.',
  },
} as const;

function refused(code: keyof typeof REFUSALS, path: string): ProblemError {
  const problem: Problem = { code, ...REFUSALS[code], detail: path };
  return new ProblemError([problem]);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
