import { chmodSync } from 'node:fs';
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
  'redis://kept-secret@queue.example',
  'postgres://x@queue.example/x?password=kept-secret',
])('a password of the queue is in no command line: %s', (queue) => {
  expect(() => queueOf(queue)).toThrow(
    "--queue: every user of the controller can read the password in it. Name @FILE instead, or '$NAME' in single quotes",
  );
});

it('a password of the queue is taken from where others do not see it, and hidden from then on', () => {
  expect(queueOf('redis://queue.example')).toBe('redis://queue.example');
  expect(hiddenTexts.isEmpty).toBe(true);
  const url = queueOf('$QUEUE');
  expect(url).toBe(env.QUEUE);
  expect(hiddenTexts.conceal(`${url}, kept secret`)).not.toMatch(/kept/);
});

it('what is no URL of a queue is told with what may be meant, and never with what may be a password', () => {
  const folder = project({ queue: 'redis://kept-secret@queue.example\n', empty: '\n' });
  for (const name of ['queue', 'empty']) chmodSync(join(folder, name), 0o600);
  const kept = join(folder, 'queue');
  const no = 'it is no URL that begins with redis://, rediss:// or postgres://.';
  expect(() => queueOf(kept)).toThrow(`--queue: ${no} Did you mean @${kept}?`);
  expect(() => queueOf('QUEUE')).toThrow(`--queue: ${no} Did you mean '$QUEUE'?`);
  expect(() => queueOf(`@${folder}/empty`)).toThrow(`--queue @${folder}/empty: it is empty.`);
  expect(() => queueOf(`@${kept}`)).toThrow(
    `--queue @${kept}: the URL has a user and no password. A password alone is written redis://:PASSWORD@HOST, with a colon before it.`,
  );
  expect(hiddenTexts.conceal('kept-secret')).not.toContain('kept');
});
