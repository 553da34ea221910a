import { expect, it } from 'vitest';
import { Observations } from '../../src/engine/observations.ts';
import { Forecast } from '../../src/engine/predict.ts';
import { assert } from '../../src/modules/assert.ts';
import { command } from '../../src/modules/command.ts';
import { fileAt } from '../../src/plan/files.ts';
import { fileModule, task } from './task.ts';

const refusing = fileModule(() => [], { blocked: 'not as things are' });

/** A forecast of a host that has no file. */
function forecast() {
  const seen = new Observations();
  seen.predict(fileAt('/f'), { kind: 'absent' });
  return new Forecast('here', seen);
}

it('a block that an unpredictable task may lift is not one: only a real run tells', () => {
  const wanted = task(refusing, { path: '/f', content: 'x' });
  expect(forecast().predict(wanted).outcome).toMatchObject({
    status: 'blocked',
    message: 'not as things are',
  });

  const after = forecast();
  expect(after.predict(task(command, { argv: ['make'] })).outcome.status).toBe('would-change');
  expect(after.predict(wanted)).toMatchObject({
    outcome: { status: 'skipped', tentative: true, message: expect.stringContaining('not as things are') },
    result: 'unknown',
  });
});

it('a command that changes nothing by its own word is left to a real run, and makes nothing tentative', () => {
  const after = forecast();
  const reads = task(command, { argv: ['virsh', 'version'] }, { changedWhen: false });
  expect(after.predict(reads)).toMatchObject({
    outcome: { status: 'skipped', changes: [], message: expect.stringContaining('only a real run runs it') },
    result: 'unknown',
  });
  expect(after).toMatchObject({ tentative: false, changes: true });
  expect(after.predict(task(refusing, { path: '/f', content: 'x' })).outcome.status).toBe('blocked');
});

it('a failure that rests on nothing that was read is certain', () => {
  const after = forecast();
  after.predict(task(command, { argv: ['make'] }));
  expect(after.predict(task(assert, { that: [false] })).outcome.status).toBe('failed');
});

it('bookkeeping is foreseen, and told nobody', () => {
  const before = forecast();
  const wanted = { path: '/f', content: 'x' };
  expect(
    before.predict(
      task(
        fileModule(() => [], { bookkeeping: true }),
        wanted,
      ),
    ),
  ).toMatchObject({
    outcome: { status: 'ok', changes: [] },
    result: { changed: false },
  });
  expect(before.changes).toBe(true);
  expect(before.seen.get(fileAt('/f'))).toMatchObject({ value: { content: 'x' } });
});

it('a change that needs consent names whom it meets, and what can be done instead', () => {
  const change = {
    impact: {
      disruption: 'link' as const,
      note: 'it is restarted',
      guests: [{ guest: 'web1', interface: 'vnet0', mac: '52:54:00:00:00:01' }],
    },
    otherwise: 'It can wait.',
  };
  const wanted = [fileModule(() => [], change), { path: '/f', content: 'x' }] as const;
  expect(forecast().predict(task(...wanted)).outcome.message).toBe(
    'It needs "disruption: link" on the task or play; "service" is allowed: it is restarted; it meets web1 (vnet0, 52:54:00:00:00:01). It can wait.',
  );
  expect(forecast().predict(task(...wanted, { consent: 'link' })).outcome.status).toBe('would-change');
});
