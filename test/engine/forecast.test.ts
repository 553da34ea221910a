import { expect, it } from 'vitest';
import { Forecast } from '../../src/engine/check-mode.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { fileChange } from '../../src/host/file-change.ts';
import { existence, fileAt } from '../../src/host/files.ts';
import { assert } from '../../src/modules/assert.ts';
import { command } from '../../src/modules/command.ts';
import { slurp } from '../../src/modules/slurp.ts';
import type { Change } from '../../src/plan/change.ts';
import { type Probe, ProbeError } from '../../src/plan/probe.ts';
import type { PendingTask } from '../../src/playbook/resolve/resolved-play.ts';
import { fileModule, task, writes } from './task.ts';

const refusing = fileModule(() => [], { blocked: 'not as things are' });

const PLACE = { file: 'p.yaml', line: 1, column: 1 };

/** A forecast of a host that has no file. */
function forecast() {
  const current = new Observations();
  current.predict(fileAt('/f'), { kind: 'absent' });
  return new Forecast('here', current);
}

it('a block that an unpredictable task may lift is not one: only a real run tells', () => {
  const desired = task(refusing, { path: '/f', content: 'x' });
  expect(forecast().predict(desired).outcome).toMatchObject({
    status: 'blocked',
    message: 'not as things are',
  });

  const after = forecast();
  expect(after.predict(task(command, { argv: ['make'] })).outcome.status).toBe('would-change');
  expect(after.predict(desired)).toMatchObject({
    outcome: { status: 'skipped', unverified: true, message: expect.stringContaining('not as things are') },
    result: 'unknown',
  });
});

it('a command that changes nothing by its own word is left to a real run, and makes nothing unverified', () => {
  const after = forecast();
  const reads = task(command, { argv: ['virsh', 'version'] }, { changedWhen: false });
  expect(after.predict(reads)).toMatchObject({
    outcome: { status: 'skipped', changes: [], message: expect.stringContaining('only a real run runs it') },
    result: 'unknown',
  });
  expect(after.changes).toBe(true);
  expect(after.predict(task(refusing, { path: '/f', content: 'x' })).outcome.status).toBe('blocked');
});

/** A module that starts something, with what it says of that. */
const starting = (more: Partial<Change>) =>
  task(
    fileModule(() => [], more),
    { path: '/f', content: 'x' },
    { name: 'start it' },
  );
const unread = (said: string) => {
  const asks = { key: 'asked', ask: { kind: 'virsh', commands: [] }, parse: () => {} } as unknown as Probe;
  const module = { ...writes, observe: () => ({ file: asks }) } as unknown as typeof writes;
  const before = forecast();
  before.current.take(
    [
      {
        ...asks,
        parse: () => {
          throw new ProbeError(said);
        },
      },
    ],
    { raws: [{ answers: [], stream: [] }], virshError: '', scriptError: '' },
  );
  return { before, reads: task(module, { path: '/g', content: 'x' }) };
};

it('what could not be read may be there when an earlier task has changed something: unverified, not failed', () => {
  const { before, reads } = unread('Failed to connect socket');
  expect(before.predict(reads).outcome).toMatchObject({
    status: 'failed',
    message: 'Failed to connect socket',
  });
  before.predict(starting({}));
  expect(before.predict(reads)).toMatchObject({
    outcome: {
      status: 'skipped',
      unverified: true,
      message:
        'It cannot be predicted, because task "start it" before it may change what it reads. As things are: Failed to connect socket',
    },
    result: 'unknown',
  });
});

it('a read that fails behind a change that brings no program, daemon or mount is a failure', () => {
  const { before, reads } = unread('Failed to connect socket');
  const { definition, ...rest } = starting({});
  before.predict({ ...rest, definition: { ...definition, selfContained: true } });
  expect(before.predict(reads).outcome.status).toBe('failed');
});

it('what the host refuses to the login user stays a failure', () => {
  const { before, reads } = unread('x: Permission denied');
  before.predict(starting({}));
  expect(before.predict(reads).outcome.status).toBe('failed');
});

it('behind a service that starts a failure is not certain, a disruption that nobody allows is', () => {
  const fails = fileModule(() => []);
  const absent = task({ ...fails, plan: () => ({ changes: [], failure: 'not there' }) } as typeof fails, {
    path: '/f',
    content: 'x',
  });
  const before = forecast();
  before.predict(starting({}));
  expect(before.predict(absent).outcome.status).toBe('failed');
  before.predict(
    task(
      fileModule(() => [], { sideEffects: true }),
      { path: '/f', content: 'y' },
      { name: 'mount' },
    ),
  );
  expect(before.predict(absent).outcome).toMatchObject({
    status: 'skipped',
    unverified: true,
    message: expect.stringMatching(/task "mount" .* As things are: not there$/),
  });
  expect(before.predict(task(refusing, { path: '/f', content: 'z' })).outcome.status).toBe('blocked');
});

it('what changes more than it says of some probes leaves the others certain', () => {
  const before = forecast();
  const started = task(
    fileModule(() => [], { sideEffects: ['/pool'] }),
    { path: '/f', content: 'y' },
    { name: 'pool' },
  );
  before.predict(started);
  for (const path of ['/pool/a', '/g']) before.current.predict(fileAt(path), { kind: 'absent' });
  const outcomeOf = (path: string) =>
    before.predict(
      task(
        fileModule(() => []),
        { path, content: 'x' },
      ),
    ).outcome.unverified;
  expect([outcomeOf('/pool/a'), outcomeOf('/g')]).toEqual([true, undefined]);
});

it('a file that will be written is there for what a command creates or removes', () => {
  const before = forecast();
  before.current.predict(existence('/f'), false);
  const [change] = fileChange({ path: '/f', content: 'x' }, { kind: 'absent' });
  before.predict(starting({ predictions: change?.predictions ?? [] }));
  expect(before.predict(task(command, { argv: ['make'], creates: '/f' })).outcome.status).toBe('ok');
});

it('a failure that rests on nothing that was read is certain', () => {
  const after = forecast();
  after.predict(task(command, { argv: ['make'] }));
  expect(after.predict(task(assert, { broken: [PLACE] })).outcome.status).toBe('failed');
});

it('bookkeeping is foreseen, and told nobody', () => {
  const before = forecast();
  const desired = { path: '/f', content: 'x' };
  expect(
    before.predict(
      task(
        fileModule(() => [], { bookkeeping: true }),
        desired,
      ),
    ),
  ).toMatchObject({
    outcome: { status: 'ok', changes: [] },
    result: { changed: false },
  });
  expect(before.changes).toBe(true);
  expect(before.current.get(fileAt('/f'))).toMatchObject({ value: { content: 'x' } });
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
  const desired = [fileModule(() => [], change), { path: '/f', content: 'x' }] as const;
  expect(forecast().predict(task(...desired)).outcome.message).toBe(
    'It needs "disruption: link" on the task or play; "service" is allowed: it is restarted; it meets web1 (vnet0, 52:54:00:00:00:01). It can wait.',
  );
  expect(forecast().predict(task(...desired, { consentIsOption: true })).outcome.message).toBe(
    'It needs --disruption link; "service" is allowed: it is restarted; it meets web1 (vnet0, 52:54:00:00:00:01).',
  );
  expect(forecast().predict(task(...desired, { consent: 'link' })).outcome.status).toBe('would-change');
});

/** A task that waits for what another one registers. */
const waiting = (more: Partial<PendingTask>): PendingTask => ({
  ...{ kind: 'pending', play: 'p', name: 'later', module: 'file', place: PLACE },
  ...{ needs: ['x'], settable: new Set(), sets: [], settle: () => [], ...more },
});

it('a task of which nobody knows yet what it does may bring what a later one reads', () => {
  const reads = task(slurp, slurp.args.parse({ src: '/f' }));
  expect(forecast().predict(reads).outcome.status).toBe('failed');
  const after = forecast();
  after.untold(waiting({ module: 'debug', onlyReads: true }));
  expect(after.predict(reads).outcome.status).toBe('failed');
  after.untold(waiting({}));
  expect(after.predict(reads)).toMatchObject({
    outcome: {
      status: 'skipped',
      unverified: true,
      message: expect.stringContaining('"later" before it may'),
    },
    result: 'unknown',
  });
  const desired = task(refusing, { path: '/f', content: 'x' });
  expect(after.predict(desired).outcome.status).toBe('blocked');
});

it('behind what may end the play, nothing is certain to fail', () => {
  const broken = task(assert, { broken: [PLACE] });
  expect(forecast().predict(broken).outcome.status).toBe('failed');
  const after = forecast();
  after.untold(waiting({ module: 'meta', name: 'end_host' }));
  expect(after.predict(broken).outcome).toMatchObject({
    status: 'skipped',
    unverified: true,
    message: expect.stringContaining('"end_host" before it may end the play'),
  });
  expect(after.predict(task(refusing, { path: '/f', content: 'x' })).outcome.status).toBe('blocked');
});
