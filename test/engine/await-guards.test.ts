import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { awaitGuards, guardsIn, Unsettled } from '../../src/engine/await-guards.ts';
import { HostReader } from '../../src/engine/connection/host-reader.ts';
import { type ArmedGuard, armedGuards } from '../../src/engine/guard/armed-guards.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import type { Session } from '../../src/transport/session.ts';
import { localHost } from './local-host.ts';
import { UNINTERRUPTED } from './uninterrupted.ts';

const guard = (label: string, seconds: number): ArmedGuard => ({
  id: `id-${label}`,
  owner: 'o@test',
  label,
  seconds,
});

/** A host that is asked again and again, and has these guards one time after the other; at last none. */
function host(...times: ArmedGuard[][]): HostReader {
  const session: Session = {
    nonce: 'n0',
    roundTrips: 0,
    close: async () => undefined,
    run: async () => {
      const guards = times.shift() ?? [];
      const lines = guards.map(({ id, owner, label, seconds }) =>
        [id, owner, label, `${seconds}\n`].join('\n'),
      );
      const stdout = Buffer.from(`\x1en0 p 0\x1e${lines.join('')}\x1en0 s 0\x1e`);
      return { status: 0, stdout, stderr: Buffer.alloc(0), truncated: false };
    },
  };
  return new HostReader(async () => session, 'test:///default');
}

const running = UNINTERRUPTED.signal;

it('a guard that begins while another is waited for is waited for, too', async () => {
  const remote = host([guard('first', 20)], [guard('second', 50)]);
  const said = await awaitGuards([guard('first', -59)], remote, true, running);
  expect(said).toContain('"first" of o@test, "second" of o@test. It has ended');
});

it('a guard that does not end says how to roll it back', async () => {
  const stale = guard('stale', -3600);
  const ended = awaitGuards([stale, guard('first', 20)], host([stale]), true, running);
  await expect(ended).rejects.toThrow(Unsettled);
  await expect(ended).rejects.toThrow(
    /: "stale" of o@test\. Nothing was written\..*\n {2}sh \/var\/lib\/virtfleet\/backups\/id-stale\/restore$/,
  );
});

it('the notes of a host name the backup, the operator and the seconds that are left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const until = Math.floor(Date.now() / 1000) + 1000;
  writeFileSync(join(folder, 'id-a'), `o@test\nbridge br0\n${until}\n`);
  const probe = { ...armedGuards, ask: { ...armedGuards.ask, args: [folder] } } as typeof armedGuards;
  const current = new Observations();
  await localHost().remote.observe([probe], false, current);
  const [found, ...others] = guardsIn(current) ?? [];
  expect(found).toMatchObject({ id: 'id-a', owner: 'o@test', label: 'bridge br0' });
  expect(found?.seconds).toBeGreaterThan(0);
  expect(others).toEqual([]);
});
