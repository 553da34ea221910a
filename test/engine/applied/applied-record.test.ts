import { describe, expect, it } from 'vitest';
import { AnswerBook, unpacked } from '../../../src/engine/applied/answers.ts';
import {
  type AppliedIndex,
  appliedIndex,
  latest,
  nextSeq,
  recordFor,
  superseded,
} from '../../../src/engine/applied/applied-record.ts';
import { digestOf } from '../../../src/engine/applied/digest.ts';

const RUNS = ['a', 'b', 'c'].map((digit) => `${digit.repeat(8)}-1111-1111-1111-111111111111`);
const key = (resource: string, task: string) => JSON.stringify(['site', resource, task]);
const LAB = key('network lab', 'Lab');
const MOTD = key('file /etc/motd', 'Motd');

function head(index: number, tasks: Record<string, string>) {
  const at = `2026-11-2${index}T00:00:00.000Z`;
  return { version: 1 as const, seq: index + 1, run: RUNS[index] ?? '', by: 'a@b', at, tasks };
}

function parsed(text: string): AppliedIndex {
  return appliedIndex.parse([{ status: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0) }]);
}

describe('what a host has recorded', () => {
  it('is read line by line; what cannot be read counts for nothing', () => {
    const lines = [JSON.stringify(head(0, { [LAB]: 'x' })), '{"version":2}', '{', 'noise'];
    expect(parsed(`writable\n${lines.join('\n')}\n`)).toEqual({
      writable: true,
      heads: [head(0, { [LAB]: 'x' })],
    });
    const forged = { ...head(0, {}), run: '../../../etc/passwd' };
    expect(parsed(JSON.stringify(forged))).toEqual({ writable: false, heads: [] });
  });

  const index = {
    writable: true,
    heads: [head(1, { [LAB]: 'new' }), head(0, { [LAB]: 'old', [MOTD]: 'm' })],
  };

  it('counts the newest of each task', () => {
    const all = latest(index);
    expect(all.get(LAB)).toMatchObject({ run: RUNS[1], desired: 'new' });
    expect(all.get(MOTD)).toMatchObject({ run: RUNS[0] });
    expect(nextSeq(index)).toBe(3);
  });

  it('knows a task that has another name by its resource', () => {
    const all = latest(index);
    expect(recordFor(key('network lab', 'Renamed'), all)).toMatchObject({ key: LAB });
    expect(recordFor(key('network other', 'Lab'), all)).toBeUndefined();
  });

  it('drops the files that say nothing any more', () => {
    expect(superseded(index, [MOTD])).toEqual([RUNS[0]]);
    expect(superseded(index, [LAB])).toEqual([RUNS[1]]);
    expect(superseded(index, [LAB, MOTD])).toEqual([RUNS[1], RUNS[0]]);
    expect(superseded(index, [])).toEqual([]);
  });
});

it('answers come back byte by byte, and each is kept once', () => {
  const book = new AnswerBook();
  const probe = { key: 'p', ask: { kind: 'script' as const, script: '', args: [] }, parse: () => 0 };
  const answers = [{ status: 3, stdout: Buffer.from([0, 255, 10]), stderr: Buffer.from('e') }];
  book.add(LAB, probe, answers);
  book.add(MOTD, probe, answers);
  const back = unpacked(book.packed());
  const digest = back.tasks[LAB]?.['p'] ?? '';
  expect(back.tasks[MOTD]?.['p']).toBe(digest);
  expect(back.answers).toEqual({ [digest]: answers });
  expect(unpacked('no gzip')).toEqual({ tasks: {}, answers: {} });
});

it('a digest is the same whatever the order, and none is kept of a secret', () => {
  const never = () => false;
  const one = digestOf({ a: 1, b: new Set(['x', 'y']), c: () => 1, d: undefined }, never);
  expect(digestOf({ b: new Set(['y', 'x']), a: 1 }, never)).toBe(one);
  expect(digestOf({ b: new Set(['y']), a: 1 }, never)).not.toBe(one);
  expect(digestOf({ content: 'secret' }, (text) => text.includes('secret'))).toBe('');
});
