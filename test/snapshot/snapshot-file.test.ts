import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { ProblemError } from '../../src/problem.ts';
import { HostAnswers } from '../../src/snapshot/host-answers.ts';
import { readSnapshot, snapshotText } from '../../src/snapshot/snapshot-file.ts';
import type { Unreachable } from '../../src/transport/unreachable.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-snapshot-'));
const path = join(folder, 'fleet.snapshot');
afterAll(() => rmSync(folder, { recursive: true }));

const ABOUT = {
  virtfleet: '1.0.0',
  taken: '2026-11-29T05:00:00.000Z',
  key: { of: 'operator', salt: '0'.repeat(32), proof: '1'.repeat(32) },
  command: 'virtfleet snapshot -o fleet.snapshot',
} as const;

function written(): string {
  const answers = new HostAnswers();
  answers.add('root', { q1: { answers: [[0, 'out\n', '']] }, q2: { unread: 'why' } });
  answers.end('login', { lost: 'it is gone' });
  return snapshotText(ABOUT, [['hv01', answers.packed()]]);
}

/** The code of the problem that a file has. */
function refusal(text: string): string | undefined {
  writeFileSync(path, text);
  try {
    readSnapshot(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code }) => code).join();
  }
}

it('what is written is read', () => {
  writeFileSync(path, written());
  const { head, hosts } = readSnapshot(path);
  expect(head).toEqual({ format: 'virtfleet-snapshot', version: 1, ...ABOUT });
  expect([...hosts.keys()]).toEqual(['hv01']);
  const answers = new HostAnswers(hosts.get('hv01'));
  expect(answers.of('root')).toEqual({
    answers: { q1: { answers: [[0, 'out\n', '']] }, q2: { unread: 'why' } },
  });
  expect(answers.of('login')).toEqual({ ended: { lost: 'it is gone' }, answers: {} });
});

it('what is no snapshot, damaged or of a newer Virtfleet is refused', () => {
  const whole = written();
  expect(refusal(whole)).toBeUndefined();
  expect(refusal(whole.replace('"version":1', '"version":2'))).toBe('newer-snapshot');
  expect(refusal('')).toBe('no-snapshot');
  expect(refusal('{"plan":{}}\n')).toBe('no-snapshot');
  expect(refusal(whole.replace('"taken":"2026', '"taken":"2027'))).toBe('damaged-snapshot');
  expect(refusal(whole.replace('"hv01"', '"hv02"'))).toBe('damaged-snapshot');
  expect(refusal(`${whole}\n`)).toBe('damaged-snapshot');
});

it('a file that was cut anywhere is refused', () => {
  const whole = written();
  const first = whole.indexOf('\n') + 1;
  const lengths = [first - 1, first, first + 10, whole.length - 1, whole.length - 70];
  const codes = lengths.map((length) => {
    writeFileSync(path, whole);
    truncateSync(path, length);
    return refusal(readFileSync(path, 'utf8'));
  });
  expect(codes.slice(1)).toEqual(codes.slice(1).map(() => 'damaged-snapshot'));
  expect(codes[0]).toBe('damaged-snapshot');
  writeFileSync(path, whole);
  appendFileSync(path, 'x');
  expect(refusal(readFileSync(path, 'utf8'))).toBe('damaged-snapshot');
});

it.each([
  ['no gzip', Buffer.from('hello')],
  ['no JSON', gzipSync('{{{')],
  ['no answers', gzipSync('{"root":1}')],
  ['more than a host can answer', gzipSync(Buffer.alloc(257 * 1024 * 1024))],
])('answers of a host that are %s make it unreachable', (_, packed) => {
  const { reason, problem } = thrown(() => new HostAnswers(packed).of('root')) as Unreachable;
  expect({ reason, ...problem }).toEqual({
    reason: 'snapshot-damaged',
    code: 'unreachable-snapshot-damaged',
    summary: 'The snapshot is damaged',
    detail: 'what it has of the host is no answer of a host.',
    hint: 'Take a new one.',
  });
});

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
