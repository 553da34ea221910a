import { expect, it } from 'vitest';
import type { Open } from '../../../src/engine/connection/host-reader.ts';
import { HostWriter } from '../../../src/engine/connection/host-writer.ts';
import { converge } from '../../../src/engine/converge.ts';
import { takeVerdict } from '../../../src/engine/guard/confirm-script.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { command } from '../../../src/modules/command.ts';
import { NO_GUARD } from '../../../src/plan/guard.ts';
import type { Reply, Session } from '../../../src/transport/session.ts';
import { Unreachable } from '../../../src/transport/unreachable.ts';
import { task, writes } from '../task.ts';
import { UNINTERRUPTED } from '../uninterrupted.ts';

const NONCE = 'n0';
const mark = (text: string) => `\x1e${NONCE} ${text}\x1e`;

function reply(stdout: string): Reply {
  return { status: 0, stdout: Buffer.from(stdout), stderr: Buffer.alloc(0), truncated: false };
}

/** A file as `fileAt` is answered. */
const file = (content: string) =>
  `${mark('p 0')}file ${content.length} 644 root root\n${content}${mark('s 0')}`;

interface Answers {
  /** To the script that does the steps, by how often it came. */
  perform(time: number): Promise<Reply>;
  /** To what is asked over a new connection: how the change stands, and to the word that keeps it. */
  stands: string;
  kept?: string;
  /** To a read. */
  read?: string;
  /** To the first attempt at a new connection. */
  refusal?: Unreachable;
}

/** A host that answers by the script it gets. */
function host({ perform, stands, kept = '', read = '', refusal }: Answers, interrupts = UNINTERRUPTED) {
  let times = 0;
  const session: Session = {
    nonce: NONCE,
    roundTrips: 0,
    close: async () => undefined,
    run: async (script) => {
      if (script.includes('lock; locked=$?')) return perform(++times);
      if (script.includes('elif mv undecided deciding')) return reply(kept);
      return reply(script.includes('elif [ -e deciding ]') ? stands : read);
    },
  };
  const writer = { run: 'r', owner: 'o@test' };
  let refusing = refusal;
  const open: Open = async (_, attempt) => {
    const error = attempt && refusing;
    if (!error) return session;
    refusing = undefined;
    throw error;
  };
  return new HostWriter(open, 'test:///default', writer, interrupts);
}

// The tests of a silent host wait for seconds, and do so together.
const guard = { ...NO_GUARD, always: true };
const silent = () => new Promise<Reply>(() => undefined);

it.concurrent('what a guarded command printed is registered, however long it takes', async () => {
  const remote = host({ perform: silent, stands: 'done 0 5\nsaid\n', kept: 'confirmed 0 5\nsaid\n' });
  const run = task(command, { argv: ['slow'] }, { guard });
  const { outcome, result } = await converge('here', run, new Observations(), remote);
  expect(outcome.status).toBe('changed');
  expect(result).toMatchObject({ stdout: 'said', rc: 0 });
}, 60_000);

it.concurrent('what the playbook calls no failure is kept, with its status and both outputs', async () => {
  const remote = host({ perform: silent, stands: 'done 3 4\nöh\nno', kept: 'confirmed 3 4\nöh\nno' });
  const run = task(command, { argv: ['slow'] }, { guard, failedWhen: ({ rc }) => rc === 4 });
  const { outcome, result } = await converge('here', run, new Observations(), remote);
  expect(outcome.status).toBe('changed');
  expect(result).toMatchObject({ stdout: 'öh', stderr: 'no', rc: 3, failed: false });
}, 60_000);

it.concurrent('what a step failed at is the reason of its rollback, however long it takes', async () => {
  const remote = host({ perform: silent, stands: 'reverted\n! no such\n! failed: slow\n/etc/earlier\n' });
  const run = task(command, { argv: ['slow'] }, { guard });
  const { outcome } = await converge('here', run, new Observations(), remote);
  expect(outcome.status).toBe('reverted');
  expect(outcome.message).toContain('because no such\nfailed: slow; it is as it was before');
  expect(outcome.message).toContain('/etc/earlier');
}, 60_000);

it.concurrent('what refused the new connections is told with the rollback', async () => {
  const refusal = new Unreachable('auth', { detail: 'no key of yours' });
  const remote = host({ perform: silent, stands: 'reverted\n', refusal });
  const run = task(command, { argv: ['slow'] }, { guard });
  const { outcome } = await converge('here', run, new Observations(), remote);
  expect(outcome.message).toContain(
    'because no new connection came in within 120 s (The host accepts none of the keys: no key of yours); it is',
  );
}, 60_000);

it('a guarded task is planned again on a host that has moved', async () => {
  const path = '/etc/f';
  const moved = `${mark('lock')}${mark('moved')}${mark('after')}${file('moved')}`;
  const desired = task(writes, { path, content: 'new' }, { guard });
  const remote = host({
    perform: async (time) =>
      reply(time === 1 ? moved : `${mark('lock')}${mark('t 0')}${mark('t 1')}${mark('r 0')}`),
    stands: 'done 0 0\n',
    kept: 'confirmed 0 0\n',
    read: file('new'),
  });
  const current = new Observations();
  const [probe] = Object.values(writes.observe({ path, content: '' }));
  if (!probe) throw new Error('it observes nothing');
  const stdout = Buffer.from('file 3 644 root root\nold');
  const answers = [{ status: 0, stdout, stderr: Buffer.alloc(0) }];
  current.take([probe], {
    raws: [{ answers, stream: [stdout, Buffer.from('0')] }],
    virshError: '',
    scriptError: '',
  });
  const { outcome } = await converge('here', desired, current, remote);
  expect(outcome).toMatchObject({ status: 'changed', changes: [{ before: 'moved', after: 'new' }] });
});

it.concurrent('a host that answers and comes to no end is not called silent', async () => {
  const remote = host({ perform: silent, stands: 'running\n' });
  // The host's own time, and the minute that it may take to roll back, are nearly over.
  const run = task(command, { argv: ['slow'] }, { guard: { ...guard, seconds: -58 } });
  const { outcome } = await converge('here', run, new Observations(), remote);
  expect(outcome.status).toBe('lost');
  expect(outcome.message).toContain('The host answers, but');
}, 60_000);

it.concurrent('a guarded change that nobody waits for any more is left to its host', async () => {
  const { signal, cut } = { signal: new AbortController(), cut: new AbortController() };
  const interrupts = { signal: signal.signal, cut: cut.signal };
  const remote = host({ perform: silent, stands: 'running\n' }, interrupts);
  const run = task(command, { argv: ['slow'] }, { guard });
  const ended = converge('here', run, new Observations(), remote);
  signal.abort();
  cut.abort();
  const { outcome } = await ended;
  expect(outcome.status).toBe('lost');
  expect(outcome.message).toMatch(
    /^You ended .*If the host has begun this change, the host takes it back at .*\n {2}sh \S+\/restore$/,
  );
}, 60_000);

it('a failure that said nothing is none of the words of a rollback', () => {
  expect(takeVerdict(Buffer.from('reverted\n'))).toEqual({ kind: 'reverted', also: [], unwritten: [] });
});

it.concurrent('files that the disk refused at the rollback are named, with what tries again', async () => {
  const remote = host({ perform: silent, stands: 'reverted\n= /etc/refused\n' });
  const run = task(command, { argv: ['slow'] }, { guard });
  const { outcome } = await converge('here', run, new Observations(), remote);
  expect(outcome.message).toMatch(
    /The disk refuses \/etc\/refused: .*\n {2}sh \/var\/lib\/virtfleet\/backups\/\S+\/restore$/,
  );
}, 60_000);
