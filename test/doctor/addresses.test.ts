import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnosis.ts';
import type { HostReadings } from '../../src/doctor/host-readings.ts';
import { healthy, UUID } from './healthy.ts';

const idsOf = (readings: HostReadings) =>
  diagnose('hv01', readings, { name: undefined }).findings.map(({ id }) => id);
const said = (by: string, text: string, ago = 60) => ({ time: 1_800_000_000 - ago, by, text });
const journal = (...lines: ReturnType<typeof said>[]) => ({ now: 1_800_000_000, isSeen: true, lines });
const held = (mac: string, ip = '10.0.0.100') => ({ leases: { value: new Map([[UUID, [{ mac, ip }]]]) } });
const both = { leases: { value: new Map([[UUID, [lease(100), lease(101)]]]) } };
function lease(last: number) {
  return { mac: `52:54:00:00:01:${last - 90}`, ip: `10.0.0.${last}` };
}
const REFUSED = said('dnsmasq-dhcp', 'DHCPDISCOVER(virbr0) 52:54:00:00:00:01 no address available');

describe('addresses', () => {
  it.each<[string, Partial<HostReadings>, string[]]>([
    ['all are taken, and nobody asks for more', both, []],
    ['all are taken, and a guest was refused', { ...both, journal: journal(REFUSED) }, ['range-full']],
    [
      'a guest was refused, and has got one since',
      {
        ...both,
        journal: journal(
          REFUSED,
          said('dnsmasq-dhcp', 'DHCPACK(virbr0) 10.0.0.100 52:54:00:00:00:01 web', 10),
        ),
      },
      [],
    ],
    [
      'a guest was refused an hour ago',
      { ...both, journal: journal({ ...REFUSED, time: REFUSED.time - 3600 }) },
      [],
    ],
    [
      'a guest of another bridge was refused',
      { ...both, journal: journal({ ...REFUSED, text: REFUSED.text.replace('virbr0', 'virbr7') }) },
      [],
    ],
    [
      'all are taken, and nobody sees the journal',
      { ...both, journal: { now: 0, isSeen: false, lines: [] } },
      ['range-full'],
    ],
    [
      'a reserved one is held by another',
      held('52:54:00:00:00:99', '10.0.0.10'),
      ['reservation-held-by-other'],
    ],
    ['a reserved one is held by its own guest', held('52:54:00:00:00:10', '10.0.0.10'), []],
    [
      'another guest answers for one',
      {
        ...held('52:54:00:00:00:01'),
        neighbours: {
          value: [{ ip: '10.0.0.100', link: 'virbr0', mac: '52:54:00:00:00:98', answers: false }],
        },
        pings: [],
      },
      ['address-used-by-other'],
    ],
    [
      'another server is heard on a port of the bridge',
      { heard: [{ link: 7, server: '10.0.0.250', mac: '52:54:00:00:00:50' }] },
      ['two-dhcp-servers'],
    ],
    ['the own server is heard', { heard: [{ link: 7, server: '10.0.0.1', mac: '52:54:00:00:00:50' }] }, []],
    [
      'another server is heard elsewhere',
      { heard: [{ link: 99, server: '10.0.0.250', mac: '52:54:00:00:00:50' }] },
      [],
    ],
    [
      'a guest took the offer of another server',
      {
        journal: journal(said('dnsmasq-dhcp', 'DHCPNAK(virbr0) 10.0.0.77 52:54:00:00:00:01 wrong server-ID')),
      },
      ['two-dhcp-servers'],
    ],
    [
      'dnsmasq refuses a guest for another reason',
      { journal: journal(said('dnsmasq-dhcp', 'DHCPNAK(virbr0) 10.0.0.77 52:54:00:00:00:01 wrong network')) },
      ['lease-refused'],
    ],
  ])('%s', (_, more, ids) => {
    expect(idsOf(healthy(more))).toEqual(ids);
  });
});
