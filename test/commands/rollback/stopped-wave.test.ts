import { expect, it } from 'vitest';
import type { Io } from '../../../src/commands/command.ts';
import { StoppedWaves } from '../../../src/commands/rollback/stopped-wave.ts';
import type { Report } from '../../../src/report/files/report.ts';
import type { Resolved } from '../../../src/resolve.ts';

type Play = { name: string; rollsBack?: true };

/** Which hosts are to be rolled back where wave 1 of the play "Networks" has stopped, behind which `gate` failed. */
async function stopped(plays: readonly Play[], gate: 'verify' | 'pause', interrupted = false) {
  const local = { user: 'u', home: '/home/u', uid: 1, env: {} };
  const waves = new StoppedWaves({ history: undefined }, { local } as unknown as Io);
  await waves.begin({ plays } as unknown as Resolved);
  const wave = { hosts: ['hv01'], what: 'canary', failed: [], gates: [{ gate, started: '', passed: false }] };
  const rollouts = [{ play: 'Networks', waves: [wave], stopped: { wave: 1, why: 'no' } }];
  waves.end({ record: { run: 'id', interrupted, rollouts } } as unknown as Report);
  return waves.stopped;
}

const ROLLS_BACK = { name: 'Networks', rollsBack: true } as const;

it('a wave is rolled back where its play says so and something failed', async () => {
  expect(await stopped([ROLLS_BACK], 'verify')).toEqual({ run: 'id', hosts: ['hv01'] });
});

it.each<[string, readonly Play[], 'verify' | 'pause', boolean]>([
  ['whose play does not say so', [{ name: 'Networks' }], 'verify', false],
  ['behind which a person said no', [ROLLS_BACK], 'pause', false],
  ['of a run that was interrupted', [ROLLS_BACK], 'verify', true],
])('a wave %s stays', async (_, plays, gate, interrupted) => {
  expect(await stopped(plays, gate, interrupted)).toBeUndefined();
});
