import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/notify/check.ts';
import { webhookOf } from '../../src/notify/receiver.ts';
import { reportEvents } from '../../src/notify/report-events.ts';
import { send } from '../../src/notify/send.ts';
import { newPlace, opened } from '../history/kept.ts';
import { changesOf, check } from './checks.ts';
import { AT_ONCE, webhook } from './webhook.ts';

type History = Awaited<ReturnType<typeof opened>>;

/** Notifies a server of a check, as `drift --notify` does. */
async function notify(history: History, origin: string, one: Check, receiver = 'r'): Promise<void> {
  const to = webhookOf(`${origin}/hook`);
  await reportEvents(history, receiver, changesOf(one), (events, key) => {
    const notification = {
      run: 'run',
      time: one.time,
      playbook: 'site.yaml',
      virtfleet: '1.2.3',
      events,
      key,
    };
    return send(to, notification, AT_ONCE, new AbortController().signal);
  });
}

const kindsOf = (got: Awaited<ReturnType<typeof webhook>>['got']) =>
  got.map(({ body }) => (body['events'] as { kind: string }[]).map(({ kind }) => kind).join(' '));

describe('a webhook', () => {
  it('gets each change of state once', async () => {
    const history = await opened(newPlace());
    const { got, origin } = await webhook();
    const fine = check({ hv01: 'ok' });
    const drifted = check({ hv01: ['mtu'] });
    const gone = check({ hv01: 'unreachable' });
    for (const one of [fine, drifted, drifted, gone, gone, drifted, drifted, fine, fine, drifted])
      await notify(history, origin, one);
    expect(kindsOf(got)).toEqual(['new', 'unreachable', 'back', 'gone', 'new']);
    expect(new Set(got.map(({ headers }) => headers['idempotency-key'])).size).toBe(5);
  });

  it('gets once what two checks find at the same time', async () => {
    const place = newPlace();
    const histories = [await opened(place), await opened(place), await opened(place)];
    const { got, origin } = await webhook();
    await Promise.all(histories.map((history) => notify(history, origin, check({ hv01: ['mtu'] }))));
    expect(kindsOf(got)).toEqual(['new']);
  });

  it('that fails for a while gets it with the next attempt', async () => {
    const history = await opened(newPlace());
    const { got, origin } = await webhook([503, 429, 0]);
    await notify(history, origin, check({ hv01: ['mtu'] }));
    expect(kindsOf(got)).toEqual(['new', 'new', 'new', 'new']);
    expect(new Set(got.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    await notify(history, origin, check({ hv01: ['mtu'] }));
    expect(got).toHaveLength(4);
  });

  it('that takes nothing gets all of it with a later check, and only what is still so', async () => {
    const history = await opened(newPlace());
    const { got, origin } = await webhook([500, 500, 500, 500, 500, 403]);
    const first = notify(history, origin, check({ hv01: ['mtu'], hv02: ['mtu'] }));
    await expect(first).rejects.toThrow('It answered 500 Internal Server Error');
    expect(got).toHaveLength(5);
    const second = notify(history, origin, check({ hv01: ['mtu'], hv02: ['mtu'] }));
    await expect(second).rejects.toThrow('It answered 403 Forbidden');
    expect(got).toHaveLength(6);
    await notify(history, origin, check({ hv01: ['mtu'], hv02: 'ok' }));
    expect(got.at(-1)?.body['events']).toMatchObject([{ kind: 'new', host: 'hv01' }]);
  });

  it('is not asked elsewhere', async () => {
    const history = await opened(newPlace());
    const { got, origin } = await webhook([302]);
    await expect(notify(history, origin, check({ hv01: ['mtu'] }))).rejects.toThrow('It answered 302');
    expect(got.map(({ path }) => path)).toEqual(['/hook']);
  });

  it.each([
    ['http://127.0.0.1:1', 'bad port'],
    ['http://127.0.0.1:65535', 'ECONNREFUSED'],
  ])('that is not there is a sentence without its path: %s', async (origin, reason) => {
    const history = await opened(newPlace());
    const notified = notify(history, origin, check({ hv01: ['mtu'] }));
    await expect(notified).rejects.toThrow(`It cannot be reached: ${reason}`);
  });
});

it('receivers know what they got themselves', async () => {
  const history = await opened(newPlace());
  const { got, origin } = await webhook();
  await notify(history, origin, check({ hv01: ['mtu'] }), 'one');
  await notify(history, origin, check({ hv01: ['mtu'] }), 'other');
  await notify(history, origin, check({ hv01: ['mtu'] }), 'one');
  expect(kindsOf(got)).toEqual(['new', 'new']);
});

it('who was killed while it notified holds nobody up for ever', async () => {
  const history = await opened(newPlace());
  const { got, origin } = await webhook();
  await notify(history, origin, check({ hv01: 'ok' }));
  const past = Date.now() - 1;
  await history.updateTable('receivers').set({ holder: 'killed', until: past }).execute();
  await notify(history, origin, check({ hv01: ['mtu'] }));
  expect(kindsOf(got)).toEqual(['new']);
});

it('what was delivered by a check that was killed has the same key when it is delivered again', async () => {
  const history = await opened(newPlace());
  const { got, origin } = await webhook();
  const keys: string[] = [];
  const killed = reportEvents(history, 'r', changesOf(check({ hv01: ['mtu'] })), async (_, key) => {
    keys.push(key);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  await notify(history, origin, check({ hv01: ['mtu'] }));
  expect(got.map(({ headers }) => headers['idempotency-key'])).toEqual(keys);
});

it('thousands of differences are reported and known', async () => {
  const history = await opened(newPlace());
  const { got, origin } = await webhook();
  const hosts = Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`hv${index}`, ['mtu']]));
  await notify(history, origin, check(hosts));
  await notify(history, origin, check(hosts));
  expect(got).toHaveLength(1);
  expect(got[0]?.body['events']).toHaveLength(1_200);
});
