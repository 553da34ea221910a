import { expect, test } from 'vitest';
import { pagesJson, pagesText, type ShownPage } from '../../../src/report/networks/network-page.ts';

const XML = '<network>\n  <name>lab</name>\n</network>';

function page(rest: Partial<ShownPage> = {}): ShownPage {
  return {
    host: 'hv01',
    network: 'lab',
    uuid: '5a22bf4a-8c26-488d-bc2b-2b7d007ff1ad',
    mode: 'nat',
    bridge: 'virbr7',
    subnet: ['10.0.0.0/24'],
    active: true,
    autostart: true,
    persistent: true,
    unreadable: null,
    liveDiffers: [],
    guests: [],
    leases: [],
    leasesUnread: false,
    pool: null,
    dnsmasqPid: null,
    xml: { persistent: XML, live: XML },
    diff: null,
    ...rest,
  };
}

function text(pages: readonly ShownPage[], rest: { unreachable?: { host: string; message: string }[] } = {}) {
  return pagesText({ networks: pages, unreachable: [], ...rest }, { color: false, width: 80 });
}

test('a page has what there is, and the definition once where the copies agree', () => {
  const mac = '52:54:00:00:00:01';
  const guests = [
    { guest: 'web', running: true, mac, interface: 'vnet0', master: 'virbr7', onBridge: true },
    { guest: 'db', running: true, mac, interface: 'vnet1', master: null, onBridge: false },
    { guest: 'mail', running: true, mac, interface: 'vnet2', master: 'br0', onBridge: false },
    { guest: 'old', running: false, mac, interface: null, master: null, onBridge: null },
  ];
  const leases = [
    { ip: '10.0.0.10', mac, hostname: 'web', expires: '2033-01-22 09:46:40' },
    { ip: '10.0.0.11', mac },
  ];
  const pool = { used: 2, addresses: 102, free: 100 };
  expect(text([page({ guests, leases, pool, dnsmasqPid: 180 })])).toBe(`hv01/lab
  mode     nat
  bridge   virbr7
  subnet   10.0.0.0/24
  state    up, 2 off bridge
  dnsmasq  process 180
  leases   2 of 102 addresses; 100 of the ranges are free
  uuid     5a22bf4a-8c26-488d-bc2b-2b7d007ff1ad

Guests
  GUEST  INTERFACE  MAC                BRIDGE
  web    vnet0      52:54:00:00:00:01  virbr7
  db     vnet1      52:54:00:00:00:01  off: on none
  mail   vnet2      52:54:00:00:00:01  off: on br0
  old    -          52:54:00:00:00:01  not running

Leases, in the host's time
  ADDRESS    MAC                NAME  EXPIRES
  10.0.0.10  52:54:00:00:00:01  web   2033-01-22 09:46:40
  10.0.0.11  52:54:00:00:00:01  -     never

Definition, persistent and live
  <network>
    <name>lab</name>
  </network>
`);
});

test('where the copies differ there is the persistent one, then what differs in words and as a diff', () => {
  const diff = { label: 'lab', before: 'a\nb\n', after: 'a\nc\n' };
  expect(text([page({ bridge: null, subnet: [], liveDiffers: ['b only persistent'], diff })])).toBe(`hv01/lab
  mode     nat
  state    up, live differs
  uuid     5a22bf4a-8c26-488d-bc2b-2b7d007ff1ad

Definition, persistent
  <network>
    <name>lab</name>
  </network>

The live copy differs
  b only persistent
  --- persistent: lab
  +++ live: lab
  @@ -1,2 +1,2 @@
   a
  -b
  +c
`);
});

test('a network that nobody can read is shown as it stands, and a dead dnsmasq is told', () => {
  const unreadable = 'libvirt prints a definition that cannot be read';
  const shown = text([page({ mode: null, unreadable, pool: { used: 0, addresses: 1, free: 1 } })]);
  expect(shown).toContain('\n  dnsmasq  not running\n');
  expect(shown).toContain(`\nDefinition, persistent and live\n  ${unreadable}\n  <network>\n`);
  expect(shown).not.toContain('mode');
});

test('several hosts are shown one after the other, and those that could not be read at the end', () => {
  const unreachable = [{ host: 'hv03', message: 'refused' }];
  const shown = text([page(), page({ host: 'hv02', xml: { persistent: null, live: XML } })], { unreachable });
  expect(shown.match(/^\S.*$/gm)).toEqual([
    'hv01/lab',
    'Definition, persistent and live',
    'hv02/lab',
    'Definition, live',
    '1 host could not be read',
  ]);
});

test('what hosts say cannot drive a terminal', () => {
  const live = '<network>\x1b[2J</network>';
  expect(text([page({ network: 'a\x1b[2J', xml: { persistent: null, live } })])).not.toContain('\x1b');
});

test('programs get the page without the diff', () => {
  const { diff: _, ...rest } = page();
  const shown: unknown = JSON.parse(pagesJson({ networks: [page()], unreachable: [] }));
  expect(shown).toEqual({ version: 1, networks: [rest], unreachable: [] });
});
