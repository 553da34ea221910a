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

it('a snapshot reads the same, and of files with secrets each line by itself', () => {
  const [open, closed] = [new AnswerBook(), new AnswerBook()];
  open.add('t1', reads('network a'), [
    answer('<network>\n  <name>a</name>\n</network>\n'),
    answer('', 'no\n'),
  ]);
  closed.add('t1', reads('netplan files'), [answer('/etc/netplan/a.yaml:network: {}\n')]);
  closed.add('t2', reads('file /etc/key'), [answer('file 12 600 root root\nsecret\n\nmore')]);
  closed.add('t3', reads('file /etc/open'), [answer('file 5 644 root root\nopen\n')]);
  closed.add('t4', reads('file /etc/gone'), [answer('file 5 600 root root\ngone\n')]);
  const said = [answer(`${open.packed()}\n${closed.packed()}\n`)];
  const about = (key: string) => (key === 'file /etc/gone' ? undefined : { secret: key === 'file /etc/key' });
  const kept = probe.kept?.(said, about) ?? [];
  const text = kept[0]?.stdout.toString() ?? '';
  expect(text).not.toContain('gone\n');
  expect(text).toContain('\n/etc/netplan/a.yaml:network: {}\n');
  expect(probe.secrets?.flatMap((pattern) => text.match(pattern) ?? [])).toEqual(['secret', 'more']);
  const { open: first, closed: second } = probe.parse(said);
  const digest = (task: string, path: string) => second?.tasks[task]?.[`file ${path}`] ?? '';
  const { [digest('t4', '/etc/gone')]: gone, ...left } = second?.answers ?? {};
  expect(gone).toBeDefined();
  const key = [answer('file 0 600 root root\nsecret\n\nmore')];
  const others = { ...left, [digest('t2', '/etc/key')]: key };
  expect(probe.parse(kept)).toEqual({ open: first, closed: { tasks: second?.tasks, answers: others } });
});

it('where only root may read it, that is kept', () => {
  const said = [answer(`${new AnswerBook().packed()}\ndenied\n`)];
  const kept = probe.kept?.(said, () => undefined) ?? [];
  expect(probe.parse(kept)).toEqual({ open: { tasks: {}, answers: {} }, closed: undefined });
});
