import { describe, expect, it } from 'vitest';
import { networkAnswer } from '../../src/libvirt/network/network-answers.ts';
import { virtNet } from '../../src/modules/virt-net.ts';
import { host, NOTHING } from './network-case.ts';
import { trial } from './trial.ts';

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

describe('answers', () => {
  const state = { exists: true as const, active: true, autostart: false, persistent: { name: 'net' } };
  const all = [{ name: 'net', uuid: 'u', state }];

  it('have the form of Ansible', () => {
    const about = { name: 'net', uuid: 'u', state: 'active', autostart: 'no', persistent: 'yes' };
    const result = (query: Parameters<typeof networkAnswer>[0]) =>
      networkAnswer(query, 'net', { all }).result;
    expect(result('list_nets')).toEqual({ list_nets: ['net'] });
    expect(result('info')).toEqual({ networks: { net: about } });
    expect(result('facts')).toEqual({ ansible_facts: { ansible_libvirt_networks: { net: about } } });
    expect(result('status')).toEqual({ status: 'active' });
    expect(result('get_xml')).toEqual({ get_xml: expect.stringContaining('<name>net</name>') });
    expect(networkAnswer('status', 'other', { all }).failure).toBe('This host has no network other.');
  });
});
