import { expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnosis.ts';
import type { HostReadings } from '../../src/doctor/host-readings.ts';
import { healthy, kernelOf, LAN, WEB } from './healthy.ts';

const idsOf = (readings: HostReadings, name?: string) =>
  diagnose('hv01', readings, { name }).findings.map(({ id }) => id);

it('a paused guest that is asked for is looked at all the same: its tap may be off its bridge', () => {
  const kernel = kernelOf({ vnet0: { master: 'br0' } });
  const guests = { value: [{ ...WEB, state: 'paused (user)' }, LAN] };
  expect(idsOf(healthy({ kernel, guests }), 'web')).toEqual(['guest-paused', 'guest-on-other-bridge']);
});

it.each([
  [200, []],
  [1500, ['port-not-forwarding']],
])('a port that learns behind a forward delay of %d', (forwardDelay, found) => {
  const kernel = kernelOf({
    virbr0: { bridge: { stp: true, vlanAware: false, forwardDelay } },
    vnet0: { port: { state: 'learning', isolated: false, broadcast: true } },
  });
  expect(idsOf(healthy({ kernel }))).toEqual(found);
});
