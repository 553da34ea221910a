import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ExistingLink } from '../../src/bridge/kernel/link.ts';
import { bridge } from '../../src/modules/bridge.ts';
import type { Impact } from '../../src/plan/change.ts';
import { absent, desired, fileOf, gone, link, on, PATH, port } from './bridge-trial.ts';
import { argvs } from './trial.ts';

const APPLYING = '/var/lib/virtfleet/applying/60-virtfleet-br0.yaml';

describe('a bridge that is not there', () => {
  it('is tried, written, applied and waited for', () => {
    const made = on({ file: absent, link: gone });
    expect(made.differences.at(-1)).toBe('bridge br0: null → present');
    expect(made.plan.trial?.ask).toMatchObject({ args: ['', PATH, expect.stringContaining('"br0":')] });
    const [keep, write, apply, settle, ...rest] = made.steps;
    expect(keep).toMatchObject({ do: 'write', path: APPLYING, content: '' });
    expect(write).toMatchObject({ do: 'write', path: PATH, mode: '0600' });
    expect(apply).toMatchObject({ label: "apply netplan's files to br0" });
    expect(settle).toMatchObject({
      args: ['br0', expect.stringContaining('address 10.9.0.1/24')],
    });
    expect(rest).toEqual([{ do: 'remove', path: APPLYING }]);
    expect(made.impacts.every(({ disruption }) => disruption === 'none')).toBe(true);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('although its file is, is applied again', () => {
    const made = on({ file: fileOf({}), link: gone });
    expect(made.differences).toEqual(['bridge br0: null → present']);
    expect(made.steps[0]).toMatchObject({ label: "apply netplan's files to br0" });
    expect(made.afterwards().changes).toEqual([]);
  });
});

describe('a bridge that is there', () => {
  const none: Impact = { disruption: 'none' };
  const lost: Impact = { disruption: 'service', note: 'the host loses 10.9.0.1/24' };
  it('as it should be needs nothing', () => {
    expect(on({ file: fileOf({}), link }).differences).toEqual([]);
  });

  it.each([
    [{ addresses: ['10.9.0.2/24'] }, 'addresses of br0: 10.9.0.1/24 → 10.9.0.2/24', lost],
    [{ addresses: [] }, 'addresses of br0: 10.9.0.1/24 → null', lost],
    [{ mtu: 9000 }, 'mtu of br0: 1500 → 9000'],
    [{ parameters: { priority: 100 } }, 'priority of br0: 32768 → 100'],
    [{ parameters: { stp: false, 'forward-delay': 4 } }, 'forward-delay of br0: 15 → 4'],
    [{ parameters: { stp: true, 'max-age': 8 } }, 'stp of br0: false → true'],
  ])('is given %j', (args, difference, impact = none) => {
    const changed = on({ file: fileOf(args), link }, args);
    expect(changed.differences).toEqual([difference]);
    expect(changed.impacts).toEqual([impact]);
    expect(changed.afterwards().changes).toEqual([]);
  });

  it('has an address of its link in the file only: the kernel shows one of its own beside it', () => {
    const args = { addresses: ['10.9.0.1/24', 'FE80::1/64'] };
    const file = fileOf(args);
    expect(file.content).toContain('FE80::1/64');
    expect(on({ file, link }, args).differences).toEqual([]);
    const vlans = { 'br0.5': { id: 5, link: 'br0', addresses: ['fe80::1/64'] } };
    const made = on({ file: absent, link: gone, 'link br0.5': gone }, { ...args, vlans });
    expect(made.steps.flatMap((step) => ('args' in step ? step.args : []))).not.toContainEqual(
      expect.stringMatching(/^address fe80/m),
    );
  });

  it('is set up again', () => {
    expect(on({ file: fileOf({}), link: { ...link, up: false } }).differences).toEqual([
      'state of br0: down → up',
    ]);
  });

  it('gets its parameters from ip too: not every networkd changes those of a bridge that is there', () => {
    const { steps } = on({ file: absent, link }, { parameters: { stp: false, 'forward-delay': 4 } });
    const words = argvs(steps).filter(([program]) => program === 'ip');
    expect(words).toEqual([['ip', 'link', 'set', 'dev', 'br0', 'type', 'bridge', 'forward_delay', '400']]);
  });

  it('keeps what DHCP gave it', () => {
    const args = { addresses: [], dhcp4: true };
    expect(on({ file: fileOf(args), link }, args).differences).toEqual([]);
  });

  it('is compared with addresses as the kernel writes them', () => {
    const args = { addresses: ['2001:DB8:0::1/64'] };
    const current = { file: fileOf(args), link: { ...link, addresses: ['2001:db8::1/64'] } };
    expect(on(current, args).differences).toEqual([]);
  });

  it('has the MAC address that is written', () => {
    const args = { macaddress: '52:54:00:AA:00:01' };
    const current = { file: fileOf(args), link, mac: '52:54:00:00:00:00' };
    const changed = on(current, args);
    expect(changed.differences).toEqual(['macaddress of br0: 52:54:00:00:00:00 → 52:54:00:aa:00:01']);
    expect(changed.afterwards().changes).toEqual([]);
  });
});

describe('a bridge with a spanning tree', () => {
  const tree: ExistingLink = { ...link, bridge: { stp: true, priority: 1 } };
  it('has the times of its root, which are not compared', () => {
    const args = { parameters: { priority: 1, 'max-age': 8 } };
    expect(on({ file: fileOf(args), link: tree }, args).differences).toEqual([]);
  });

  it('can lose it', () => {
    const args = { parameters: { stp: false, 'forward-delay': 0 } };
    const changed = on({ file: fileOf(args), link: tree }, args);
    expect(changed.differences).toEqual(['stp of br0: true → false']);
    expect(argvs(changed.steps).flatMap((argv) => (argv[0] === 'ip' ? [argv.slice(7)] : []))).toEqual([
      ['stp_state', '0'],
      ['forward_delay', '0'],
    ]);
    expect(changed.afterwards().changes).toEqual([]);
  });

  it.each([{ stp: true }, {}])('cannot do with no delay: %j', (stp) => {
    const { complaints } = on({ file: absent, link: gone }, { parameters: { ...stp, 'forward-delay': 0 } });
    expect(complaints).toEqual(['parameters.forward-delay']);
  });
});

describe('a bridge that is not desired', () => {
  const args = { state: 'absent' };
  it('loses its file and its link', () => {
    const one = on({ file: { ...fileOf({}) }, link }, args);
    expect(one.steps[0]).toEqual({ do: 'remove', path: PATH });
    expect(one.steps[1]).toMatchObject({ label: "apply netplan's files to br0" });
    expect(one.impacts).toEqual([{ disruption: 'service', note: 'it carries 10.9.0.1/24' }]);
    const plugged = on({ file: absent, link: { ...link, ports: ['eth1'], addresses: [] } }, args);
    expect(plugged.impacts).toEqual([{ disruption: 'link', note: 'it carries eth1' }]);
    const tap = { bridge: 'br0', port: 'vnet0', tap: true };
    const other = { bridge: 'br1', port: 'vnet1', tap: true };
    const guests = on({ file: absent, link: { ...link, addresses: [] }, bridgePorts: [tap, other] }, args);
    expect(guests.impacts).toEqual([
      {
        disruption: 'link',
        note: 'it carries vnet0; guests on vnet0 have no bridge until they are restarted',
      },
    ]);
    expect(guests.plan.rollback?.()?.steps).toContainEqual(
      expect.objectContaining({ label: 'ports of br0', args: ['br0', 'no', '', 'vnet0'] }),
    );
    expect(one.afterwards().changes).toEqual([]);
    expect(on({ file: absent, link: gone }, args).differences).toEqual([]);
  });
});

it('a link of another kind is left alone', () => {
  for (const state of ['present', 'absent']) {
    const { blocked, steps } = on({ file: absent, link: port }, { state });
    expect(blocked).toEqual(['br0 is a link of this host, but no bridge. Choose another name.']);
    expect(steps).toEqual([]);
  }
});

it('the file says all that the task says, in netplan’s words', () => {
  const said = {
    macaddress: '52:54:00:aa:00:01',
    mtu: 9000,
    dhcp4: true,
    dhcp6: false,
    'dhcp4-overrides': { 'use-dns': false, 'route-metric': 50 },
    'dhcp6-overrides': { 'use-domains': 'route' },
    'link-local': [],
    'accept-ra': false,
    critical: true,
    optional: true,
    addresses: ['10.9.0.1/24', '2001:db8::1/64'],
    routes: [
      { to: 'default', via: '10.9.0.254', metric: 0 },
      { to: '10.0.0.0/8', via: '10.9.0.253', table: 100, 'on-link': true },
      { to: '10.7.0.1/32', scope: 'link' },
    ],
    nameservers: { addresses: ['9.9.9.9'], search: ['lab.example'] },
    parameters: {
      stp: false,
      'forward-delay': 0,
      priority: 0,
      'path-cost': { eth1: 5 },
      'port-priority': { eth1: 0 },
    },
  };
  const free = { 'link eth1': port, 'carries eth1': [] };
  const made = on(
    { file: absent, link: gone, ...free },
    { ...said, interfaces: ['eth1'], renderer: 'networkd' },
  );
  const network = {
    version: 2,
    ethernets: { eth1: { renderer: 'networkd', dhcp4: false, dhcp6: false } },
    bridges: { br0: { renderer: 'networkd', interfaces: ['eth1'], ...said } },
  };
  expect(parse(made.plan.changes[0]?.diff?.after ?? '')).toEqual({ network });
});

it('times are seconds, whatever their unit', () => {
  const free = { file: absent, link: gone, 'link eth1': port, 'carries eth1': [] };
  const made = (parameters: object) => on(free, { interfaces: ['eth1'], parameters }).plan.changes[0]?.diff;
  const times = { 'forward-delay': '12s', 'hello-time': '2000ms', 'ageing-time': '5m' };
  expect(made(times)).toEqual(made({ 'forward-delay': 12, 'hello-time': 2, 'ageing-time': 300 }));
});

it.each([
  ['name', 'sixteen-letters-'],
  ['name', '..'],
  ['name', '-x'],
  ['name', 'a b'],
  ['addresses', ['10.9.0.1']],
  ['addresses', ['10.9.0.1/33']],
  ['interfaces', ['eth1; id']],
  ['macaddress', '52:54'],
  ['mtu', 20],
  ['path', '/etc/netplan/../passwd.yaml'],
  ['path', '/etc/motd'],
  ['routes', [{ to: 'all', via: '10.9.0.254' }]],
  ['routes', [{ to: 'default' }]],
  ['parameters', { 'forward-delay': 31 }],
])('refuses the %s %j', (key, value) => {
  expect(bridge.args.safeParse({ ...desired, [key]: value }).success).toBe(false);
});
