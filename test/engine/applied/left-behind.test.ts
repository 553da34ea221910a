import { expect, it } from 'vitest';
import { AnswerBook } from '../../../src/engine/applied/answers.ts';
import { leftBehind } from '../../../src/engine/applied/left-behind.ts';

const probe = leftBehind('run');
const reads = (key: string) => ({ ...probe, key });
const answer = (stdout: string, stderr = '') => ({
  status: 0,
  stdout: Buffer.from(stdout),
  stderr: Buffer.from(stderr),
});

it('a snapshot reads the same, but for the contents of files that only root may read', () => {
  const [open, closed] = [new AnswerBook(), new AnswerBook()];
  open.add('t1', reads('network a'), [
    answer('<network>\n  <name>a</name>\n</network>\n'),
    answer('', 'no\n'),
  ]);
  closed.add('t1', reads('netplan files'), [answer('/etc/netplan/a.yaml:network: {}\n')]);
  closed.add('t2', reads('file /etc/key'), [answer('file 6 0600 root root\nsecret')]);
  const said = [answer(`${open.packed()}\n${closed.packed()}\n`)];
  const kept = probe.kept?.(said) ?? [];
  expect(kept[0]?.stdout.toString()).not.toContain('secret');
  expect(kept[0]?.stdout.toString()).toContain('\n/etc/netplan/a.yaml:network: {}\n');
  const { open: first, closed: second } = probe.parse(said);
  const file = second?.tasks['t2']?.['file /etc/key'] ?? '';
  expect(second?.answers).toHaveProperty(file);
  const others = Object.entries(second?.answers ?? {}).filter(([digest]) => digest !== file);
  expect(probe.parse(kept)).toEqual({
    open: first,
    closed: { tasks: second?.tasks, answers: Object.fromEntries(others) },
  });
});

it('where only root may read it, that is kept', () => {
  const said = [answer(`${new AnswerBook().packed()}\ndenied\n`)];
  expect(probe.parse(probe.kept?.(said) ?? [])).toEqual({
    open: { tasks: {}, answers: {} },
    closed: undefined,
  });
});
