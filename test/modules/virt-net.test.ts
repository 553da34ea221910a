import { describe, expect, it } from 'vitest';
import { networkAnswer } from '../../src/libvirt/network/network-answers.ts';
import { leasesNow } from '../../src/libvirt/network/network-leases.ts';
import { virtNet } from '../../src/modules/virt-net.ts';
import { host, NOTHING } from './network-case.ts';
import { parsed, trial } from './trial.ts';

const XML = "<network><name>net</name><ip address='10.7.0.1' netmask='255.255.255.0'><dhcp/></ip></network>";
const STORED = {
  ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [{ start: '10.7.0.100', end: '10.7.0.150' }] } }],
};
type Args = Parameters<typeof trial<typeof virtNet.args, unknown, never>>[1];

const on = (args: object, current: object) =>
  trial(virtNet, { name: 'net', ...args } as Args, current as never);
const lines = (made: ReturnType<typeof on>) =>
  made.differences.filter((_, index) => !made.plan.changes[index]?.bookkeeping);

describe('a network that does not exist', () => {
  it('is defined, and neither started nor started with the host', () => {
    const made = on({ command: 'define', xml: XML }, host(undefined));
    expect(lines(made)).toEqual(['network net: null → isolated, 10.7.0.0/24, inactive']);
    expect(made.afterwards().changes).toEqual([]);
  });

  it.each([
    { state: 'active' },
    { command: 'start' },
    { autostart: true },
    { state: 'present' },
    { command: 'stop' },
  ])('%j needs its definition first', (args) => {
    expect(on(args, host(undefined)).plan.failure).toMatch(/This host has no network net\. Define it first/);
  });

  it('needs nothing to be absent or inactive', () => {
    expect(on({ state: 'absent' }, host(undefined)).plan).toEqual({ changes: [] });
    expect(on({ state: 'inactive' }, host(undefined)).plan).toEqual({ changes: [] });
  });
});

it('what the libvirt of the host does not know is left out with a warning, as with Ansible', () => {
  const xml = XML.replace('<ip ', '<description>Guests</description><ip ');
  const older = { ...host(undefined), version: [9, 0, 0] };
  const made = on({ command: 'define', xml }, older);
  expect(made.plan.failure).toBeUndefined();
  expect(made.plan.warnings).toEqual([
    'libvirt 9.0.0 of this host does not know description and leaves it out of network net.',
  ]);
  expect(made.afterwards().changes).toEqual([]);
  expect(on({ command: 'define', xml }, host(undefined)).plan.warnings).toEqual([]);
});

it('commands count as ok as with Ansible, states do not', () => {
  const counts = (args: object) => virtNet.uncounted?.(on(args, host(STORED)).desired);
  expect(['start', 'create', 'stop', 'destroy', 'undefine'].map((command) => counts({ command }))).toEqual(
    Array(5).fill(true),
  );
  expect([{ state: 'inactive' }, { command: 'define', xml: XML }, { autostart: false }].map(counts)).toEqual([
    false,
    false,
    false,
  ]);
});

describe('a network that runs', () => {
  it.each([
    [{ state: 'active' }, []],
    [{ command: 'create' }, []],
    [{ state: 'inactive' }, ['network net: active → inactive']],
    [{ command: 'destroy' }, ['network net: active → inactive']],
    [{ autostart: false }, ['network net autostart: on → off']],
    [{ command: 'undefine' }, ['network net: isolated, virbr7, 10.7.0.0/24 → null']],
  ])('%j', (args, changes) => {
    expect(lines(on(args, host(STORED, NOTHING)))).toEqual(changes);
  });

  it('gets a reservation by modify, once', () => {
    const xml = "<host mac='52:54:00:00:00:01' name='one' ip='10.7.0.11'/>";
    const made = on({ command: 'modify', xml }, host(STORED, NOTHING));
    expect(lines(made)).toEqual([expect.stringContaining('10.7.0.11')]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it.each(["<host mac='52:54:00:00:00:01'", '<range/>', "<host mac='52:54:00:00:00:01' ip='fd00::5'/>"])(
    'modify with %s says why not',
    (xml) => {
      expect(on({ command: 'modify', xml }, host(STORED, NOTHING)).plan.failure).toMatch(
        /no <host>|has no DHCP/,
      );
    },
  );
});

it('what a task asks for is complete', () => {
  const complaints = (args: object) => trial(virtNet, args as Args, host(undefined) as never).complaints;
  expect(complaints({ name: 'net' })).toEqual(['']);
  expect(complaints({ state: 'active' })).toEqual(['']);
  expect(complaints({ name: 'net', command: 'modify' })).toEqual(['command']);
  expect(complaints({ name: 'net', state: 'active', uri: 'qemu:///session' })).toEqual(['uri']);
});

const LEASES = `\x1e
Name:           net
UUID:           u
Bridge:         virbr0

 Expiry Time           MAC address         Protocol   IP address    Hostname   Client ID or DUID
-------------------------------------------------------------------------------------------------
 2025-11-28 11:24:57   52:54:00:00:00:0a   ipv4       10.0.0.9/24   a b        -
 1970-01-01 00:00:00   52:54:00:00:00:0a   ipv6       fd00::9/64    -          00:01

`;

describe('answers', () => {
  const state = { exists: true as const, active: true, autostart: false, persistent: { name: 'net' } };
  const mac = { address: '52:54:00:00:00:01' };
  const off = { ...state, active: false, persistent: { name: 'off', mac, domain: { name: 'lab' } } };
  const all = [
    { name: 'net', uuid: 'u', state },
    { name: 'off', uuid: 'o', state: off },
  ];
  const result = (
    query: Parameters<typeof networkAnswer>[0],
    asked: { name?: string; state?: string } = {},
  ) => networkAnswer(query, { name: '', ...asked }, { all, leases: parsed(leasesNow, LEASES) });

  it('have the form of Ansible', () => {
    const flags = { autostart: 'no', persistent: 'yes' };
    const net = { uuid: 'u', state: 'active', ...flags, dhcp_leases: parsed(leasesNow, LEASES).u };
    const other = { uuid: 'o', state: 'inactive', ...flags, dhcp_leases: [], domain: 'lab' };
    const networks = { net, off: { ...other, macaddress: mac.address } };
    expect(result('list_nets').result).toEqual({ list_nets: ['net', 'off'] });
    expect(result('list_nets', { state: 'inactive' }).result).toEqual({ list_nets: ['off'] });
    expect(result('info', { name: 'net' }).result).toEqual({ networks });
    expect(result('facts').result).toEqual({ ansible_facts: { ansible_libvirt_networks: networks } });
    expect(result('facts', { name: 'net' }).result).toEqual({
      ansible_facts: { ansible_libvirt_networks: { net } },
    });
    expect(result('status', { name: 'net' }).result).toEqual({ status: 'active' });
    expect(result('get_xml', { name: 'net' }).result).toEqual({
      get_xml: expect.stringContaining('<name>net</name>'),
    });
    for (const query of ['status', 'get_xml', 'facts'] as const)
      expect(result(query, { name: 'other' }).failure).toBe('This host has no network other.');
  });

  it('have the leases as libvirt for Python has them', () => {
    const lease = { iface: 'virbr0', mac: '52:54:00:00:00:0a', iaid: null };
    expect(parsed(leasesNow, LEASES)).toEqual({
      u: [
        {
          ...{ ...lease, expirytime: 1_764_329_097, type: 0, ipaddr: '10.0.0.9', prefix: 24 },
          ...{ hostname: 'a b', clientid: null },
        },
        {
          ...{ ...lease, expirytime: 0, type: 1, ipaddr: 'fd00::9', prefix: 64 },
          ...{ hostname: null, clientid: '00:01' },
        },
      ],
    });
  });
});
