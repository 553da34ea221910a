import { expect, test } from 'vitest';
import { Reopening } from '../../src/transport/reopening.ts';
import { Lost, type Reply, type Session } from '../../src/transport/session.ts';

const REPLY: Reply = { status: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), truncated: false };

/** A session that answers `answers` times, and is lost from then on. */
function session(name: string, log: string[], answers: number, sent = true): Session {
  let trips = 0;
  return {
    nonce: name,
    get roundTrips() {
      return trips;
    },
    run: async (script) => {
      trips += 1;
      log.push(`${name}: ${script}`);
      if (trips > answers) throw new Lost('reset', sent);
      return REPLY;
    },
    close: async () => {
      log.push(`${name}: closed`);
    },
  };
}

test('a script that only reads is sent again over a new connection', async () => {
  const log: string[] = [];
  const reopening = new Reopening(session('one', log, 1), async () => session('two', log, 9));
  await reopening.run('first');
  expect(await reopening.run('read', { repeatable: true })).toBe(REPLY);
  expect(log).toEqual(['one: first', 'one: read', 'one: closed', 'two: read']);
  expect(reopening.roundTrips).toBe(3);
});

test('a script that may have written is lost', async () => {
  const log: string[] = [];
  const reopening = new Reopening(session('one', log, 0), async () => session('two', log, 9));
  await expect(reopening.run('write')).rejects.toBeInstanceOf(Lost);
  expect(log).toEqual(['one: write']);
});

test('a script that never went out is sent over a new connection', async () => {
  const log: string[] = [];
  const reopening = new Reopening(session('one', log, 0, false), async () => session('two', log, 9));
  await reopening.run('write');
  expect(log).toEqual(['one: write', 'one: closed', 'two: write']);
});

test('it is repeated once', async () => {
  const log: string[] = [];
  const reopening = new Reopening(session('one', log, 0), async () => session('two', log, 0));
  await expect(reopening.run('read', { repeatable: true })).rejects.toBeInstanceOf(Lost);
  expect(log).toEqual(['one: read', 'one: closed', 'two: read']);
});

test('a host that does not come back is lost, and says why', async () => {
  const away = new Error('no route');
  const reopening = new Reopening(session('one', [], 0), () => Promise.reject(away));
  await expect(reopening.run('read', { repeatable: true })).rejects.toMatchObject({
    name: 'Lost',
    cause: away,
  });
});

test('markers keep their meaning over a new connection', async () => {
  const reopening = new Reopening(session('one', [], 0), async () => session('two', [], 9));
  const before = reopening.nonce;
  await reopening.run('read', { repeatable: true });
  expect(reopening.nonce).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{32}$/);
});

test('a session that was closed stays closed', async () => {
  const log: string[] = [];
  const reopening = new Reopening(session('one', log, 0, false), async () => session('two', log, 9));
  await reopening.close();
  await expect(reopening.run('read', { repeatable: true })).rejects.toBeInstanceOf(Lost);
  expect(log).toEqual(['one: closed', 'one: read']);
});
