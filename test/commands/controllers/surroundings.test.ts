import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { surroundingsOf } from '../../../src/commands/controllers/surroundings.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { listening, project } from '../project.ts';

afterEach(() => hiddenTexts.clear());

const env = { QUEUE: 'redis://queue.example?password=kept%20secret' };

function queueOf(queue: string): string {
  const { io } = listening();
  const folder = project({ 'schedule.yaml': 'project: p\nregions: { a: all }\nchecks: {}\n' });
  const options = { file: join(folder, 'schedule.yaml'), history: 'postgres://x@localhost/x', queue };
  return surroundingsOf(options, { ...io, local: { ...io.local, env } }).queue;
}

it.each([
  'redis://:kept-secret@queue.example',
  'redis://queue.example?password=kept-secret',
  'postgres://x@queue.example/x?password=kept-secret',
])('a password of the queue is in no command line: %s', (queue) => {
  expect(() => queueOf(queue)).toThrow(
    '--queue: every user of the controller can read the password in it. Name @FILE or $NAME instead.',
  );
});

it('a password of the queue is taken from where others do not see it, and hidden from then on', () => {
  expect(queueOf('redis://queue.example')).toBe('redis://queue.example');
  expect(hiddenTexts.isEmpty).toBe(true);
  const url = queueOf('$QUEUE');
  expect(url).toBe(env.QUEUE);
  expect(hiddenTexts.conceal(`${url}, kept secret`)).not.toMatch(/kept/);
});
