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

it('a guest whose network got another bridge is where it belongs, though its definition names the old one', () => {
  // br0 is a bridge of the host: the guest would not be moved there.
  const guests = { value: [{ ...WEB, nics: WEB.nics.map((nic) => ({ ...nic, bridge: 'br0' })) }, LAN] };
  expect(idsOf(healthy({ guests }))).toEqual([]);
});
