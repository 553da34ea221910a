import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bridge } from '../../src/modules/bridge.ts';
import { type ExistingLink, KERNEL_DEFAULTS, type LinkState } from '../../src/netplan/link.ts';
import { bridgePorts } from '../../src/plan/bridge-ports.ts';
import type { Impact } from '../../src/plan/change.ts';
import type { FileState } from '../../src/plan/files.ts';
import { type HostLinks, hostLinks } from '../../src/plan/host-links.ts';
import type { SessionPath } from '../../src/plan/session-path.ts';
import { argvs, trial } from './trial.ts';

const PATH = '/etc/netplan/60-virtfleet-br0.yaml';
const absent: FileState = { kind: 'absent' };
const gone: LinkState = { exists: false };
const port: ExistingLink = { exists: true, mtu: 1500, up: true, ports: [], addresses: [] };
const link: ExistingLink & object = { ...port, bridge: KERNEL_DEFAULTS, addresses: ['10.9.0.1/24'] };
const wanted = { name: 'br0', addresses: ['10.9.0.1/24'] };
type Args = Parameters<typeof trial<typeof bridge.args, unknown, never>>[1] & typeof wanted;

/** The file as the task writes it. */
function fileOf(args: object): FileState & { kind: 'file' } {
  const { plan } = on({ file: absent, link: gone }, args);
  const content = plan.changes[0]?.diff?.after ?? '';
  return { kind: 'file', mode: '0600', owner: 'root', group: 'root', content };
}

function on(seen: object, args: object = {}) {
  const session: SessionPath = { links: ['eth0'] };
  const host: HostLinks = { links: ['eth0'], routes: [] };
  const netplan = { installed: true, networkManager: false, ifupdown: [], files: [] };
  const read = { session, host, bridgePorts: [], netplan, ...(seen as { file: FileState; link: LinkState }) };
  return trial(bridge, { ...wanted, ...args } as Args, read);
}

describe('a bridge that is not there', () => {
  it('is tried, written, applied and waited for', () => {
    const made = on({ file: absent, link: gone });
    expect(made.differences.at(-1)).toBe('bridge br0: null → present');
    const [check, write, apply, settle, ...rest] = made.steps;
    expect(check).toMatchObject({
      argv: [
        'sh',
        '-c',
        expect.stringContaining('netplan generate'),
        'virtfleet',
        PATH,
        expect.stringContaining('"br0":'),
      ],
    });
    expect(write).toMatchObject({ do: 'write', path: PATH, mode: '0600' });
    expect(apply).toMatchObject({ argv: ['netplan', 'apply'] });
    expect(settle).toMatchObject({
      argv: expect.arrayContaining(['br0', expect.stringContaining('address 10.9.0.1/24')]),
    });
    expect(rest).toEqual([]);
    expect(made.impacts.every(({ disruption }) => disruption === 'none')).toBe(true);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('although its file is, is applied again', () => {
    const made = on({ file: fileOf({}), link: gone });
    expect(made.differences).toEqual(['bridge br0: null → present']);
    expect(argvs(made.steps)[0]).toEqual(['netplan', 'apply']);
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
    const seen = { file: fileOf(args), link: { ...link, addresses: ['2001:db8::1/64'] } };
    expect(on(seen, args).differences).toEqual([]);
  });

  it('has the MAC address that is written', () => {
    const args = { macaddress: '52:54:00:AA:00:01' };
    const seen = { file: fileOf(args), link, mac: '52:54:00:00:00:00' };
    const changed = on(seen, args);
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

describe('the links of a bridge', () => {
  const args = { interfaces: ['eth1'] };
  const free = { 'link eth1': port, 'carries eth1': [] };
  it('are plugged in', () => {
    const made = on({ file: fileOf({}), link, ...free }, args);
    expect(made.differences).toContain('interfaces of br0: null → eth1');
    expect(made.afterwards().changes).toEqual([]);
  });

  it('lose the addresses that they carry, which is said', () => {
    const made = on({ file: absent, link: gone, ...free, 'carries eth1': ['10.0.0.5/24'] }, args);
    expect(made.impacts).toContainEqual({ disruption: 'link', note: 'eth1 loses 10.0.0.5/24' });
  });

  it('leave it, which is said', () => {
    const left = on({ file: absent, link: { ...link, ports: ['eth1'] } });
    expect(left.impacts).toContainEqual({ disruption: 'link', note: 'eth1 leaves the bridge' });
    expect(argvs(left.steps).map((argv) => argv.slice(3))).toContainEqual(['virtfleet', 'br0', 'eth1']);
  });

  it('must be there', () => {
    const { plan } = on({ file: absent, link: gone, 'link eth1': gone, 'carries eth1': [] }, args);
    expect(plan).toEqual({ changes: [], failure: 'This host has no link eth1.' });
  });
});

it('the cost of a port that it has not is refused', () => {
  const free = { 'link eth1': port, 'carries eth1': [] };
  const args = { interfaces: ['eth1'], parameters: { 'path-cost': { eth1: 5, eth2: 5 } } };
  expect(on({ file: absent, link: gone, ...free }, args).complaints).toEqual(['parameters.path-cost']);
});

it.each([
  [{ networkManager: true, ifupdown: ['lo'] }, 'NetworkManager'],
  [{ networkManager: true, ifupdown: ['lo', 'eth0'] }, 'ifupdown'],
  [{ networkManager: false, ifupdown: [] }, 'something else'],
])('a host without netplan is refused, and who runs its network is told: %j', (host, who) => {
  const netplan = { installed: false, files: [], ...host };
  const { plan } = on({ file: absent, link: gone, netplan });
  expect(plan.failure).toContain(`This host has no netplan: ${who} runs its network.`);
});

it('the cost and priority of a port are compared where the task says them', () => {
  const args = {
    interfaces: ['eth1'],
    parameters: { 'path-cost': { eth1: 5 }, 'port-priority': { eth1: 7 } },
  };
  const seen = { 'link eth1': port, 'carries eth1': [], link: { ...link, ports: ['eth1'] } };
  const values = { 'path-cost eth1': 100, 'port-priority eth1': 7 };
  const found = on({ file: fileFor(), ...seen, ...values }, args);
  expect(found.differences).toEqual(['path-cost of eth1: 100 → 5']);
  const last = argvs(found.steps).map((argv) => argv.slice(-4).join(' '));
  expect(last.slice(-2)).toEqual(['br0 eth1 cost 5', 'br0 eth1 priority 7']);
  expect(found.afterwards().changes).toEqual([]);
  const back = argvs(found.plan.undo?.steps ?? []).map((argv) => argv.slice(-4).join(' '));
  expect(back.slice(-2)).toEqual(['br0 eth1 cost 100', 'br0 eth1 priority 7']);

  function fileFor() {
    const none = { 'path-cost eth1': null, 'port-priority eth1': null };
    const content = on({ file: absent, ...seen, ...none }, args).plan.changes[0]?.diff?.after ?? '';
    return { kind: 'file', mode: '0600', owner: 'root', group: 'root', content };
  }
});

describe('a bridge that is not wanted', () => {
  const args = { state: 'absent' };
  it('loses its file and its link', () => {
    const one = on({ file: { ...fileOf({}) }, link }, args);
    expect(one.steps[0]).toEqual({ do: 'remove', path: PATH });
    expect(argvs(one.steps)[0]).toEqual(['netplan', 'apply']);
    expect(one.impacts).toEqual([{ disruption: 'service', note: 'it carries 10.9.0.1/24' }]);
    const plugged = on({ file: absent, link: { ...link, ports: ['eth1'], addresses: [] } }, args);
    expect(plugged.impacts).toEqual([{ disruption: 'link', note: 'it carries eth1' }]);
    const tap = { bridge: 'br0', port: 'vnet0', tap: true };
    const other = { bridge: 'br1', port: 'vnet1', tap: true };
    const guests = on({ file: absent, link: { ...link, addresses: [] }, bridgePorts: [tap, other] }, args);
    expect(guests.impacts).toEqual([
      {
        disruption: 'link',
        note: 'it carries vnet0; guests on vnet0 have no bridge until they are started anew',
      },
    ]);
    const back = argvs(guests.plan.undo?.steps ?? []).map((argv) => argv.slice(-2));
    expect(back).toContainEqual(['br0', 'vnet0']);
    expect(back).not.toContainEqual(['br0', 'vnet1']);
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
    'accept-ra': false,
    optional: true,
    addresses: ['10.9.0.1/24', '2001:db8::1/64'],
    routes: [
      { to: 'default', via: '10.9.0.254', metric: 0 },
      { to: '10.0.0.0/8', via: '10.9.0.253' },
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

describe('a bridge over bonds and VLANs', () => {
  const args = {
    interfaces: ['bond0', 'eth2.10'],
    bonds: { bond0: { interfaces: ['eth1'], mtu: 1400, parameters: { mode: 'active-backup' as const } } },
    vlans: {
      'eth2.10': { id: 10, link: 'eth2' },
      'br0.20': { id: 20, link: 'br0', addresses: ['10.1.1.1/24'] },
    },
  };
  const nothing = { file: absent, link: gone, 'link bond0': gone, 'link eth2.10': gone, 'link br0.20': gone };
  const host = { ...nothing, 'link eth1': port, 'link eth2': port, 'carries eth1': ['10.0.0.5/24'] };
  const made = {
    'link bond0': { ...port, mtu: 1400, bond: true as const, ports: ['eth1'] },
    'link eth2.10': { ...port, vlan: { id: 10, link: 'eth2' } },
    'link br0.20': { ...port, vlan: { id: 20, link: 'br0' }, addresses: ['10.1.1.1/24'] },
    link: { ...link, mtu: 1400, ports: ['bond0', 'eth2.10'] },
  };

  it('is one file, in which they are not below ethernets', () => {
    const { plan, impacts, differences, afterwards } = on(host, args);
    const { network } = parse(plan.changes[0]?.diff?.after ?? '');
    expect(network).toMatchObject({
      ethernets: { eth1: { dhcp4: false, dhcp6: false }, eth2: {} },
      bonds: args.bonds,
      vlans: args.vlans,
      bridges: { br0: { interfaces: ['bond0', 'eth2.10'] } },
    });
    expect(Object.keys(network.ethernets)).toEqual(['eth1', 'eth2']);
    expect(differences.slice(-4)).toEqual([
      'bond bond0: null → present',
      'vlan eth2.10: null → present',
      'vlan br0.20: null → present',
      'bridge br0: null → present',
    ]);
    expect(impacts.at(-1)).toEqual({ disruption: 'link', note: 'eth1 loses 10.0.0.5/24' });
    expect(afterwards().changes).toEqual([]);
    const back = argvs(plan.undo?.steps ?? []).map((argv) => argv.slice(-2).join(' '));
    expect(back).toEqual(['br0 bridge', 'br0.20 vlan', 'eth2.10 vlan', 'bond0 bond', 'netplan apply']);
  });

  it('as it should be needs nothing', () => {
    expect(on({ ...host, ...made, file: fileFor() }, args).differences).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    [
      'a bond with another member',
      { 'link bond0': { ...made['link bond0'], ports: ['eth1', 'eth3'] } },
      'interfaces of bond0: eth1, eth3 → eth1',
      'bond0 eth3',
    ],
    [
      'a VLAN with another number',
      { 'link eth2.10': { ...port, vlan: { id: 11, link: 'eth2' } } },
      'id of eth2.10: 11 on eth2 → 10 on eth2',
      'eth2.10 vlan',
    ],
  ])('is set right: %s', (_, seen, difference, words) => {
    const found = on({ ...host, ...made, file: fileFor(), ...seen }, args);
    expect(found.differences).toEqual([difference]);
    expect(argvs(found.steps).map((argv) => argv.slice(-2).join(' '))).toContain(words);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('loses those that it no longer describes, and all when it is removed', () => {
    const seen = { ...host, ...made, file: fileFor(), link: { ...made.link, ports: ['bond0'] } };
    const { 'eth2.10': _, ...vlans } = args.vlans;
    const fewer = on(seen, { ...args, interfaces: ['bond0'], vlans });
    const last = (steps: typeof fewer.steps) => argvs(steps).map((argv) => argv.slice(-2).join(' '));
    expect(last(fewer.steps)).toContain('eth2.10 vlan');
    expect(last(fewer.steps)).not.toContain('bond0 bond');
    expect(last(on(seen, { state: 'absent' }).steps)).toEqual([
      'netplan apply',
      'br0 bridge',
      'eth2.10 vlan',
      'br0.20 vlan',
      'bond0 bond',
    ]);
  });

  it('is refused where a link of that name is of another kind, or what is below is not there', () => {
    const { blocked } = on({ ...host, 'link bond0': port }, args);
    expect(blocked).toEqual(['bond0 is a link of this host, but no bond. Choose another name.']);
    const { plan } = on({ ...host, 'link eth2': gone }, args);
    expect(plan.failure).toBe('This host has no link eth2.');
  });

  it('gives no address to a VLAN that is a port', () => {
    const vlans = { ...args.vlans, 'eth2.10': { id: 10, link: 'eth2', addresses: ['10.2.2.2/24'] } };
    expect(on(host, { ...args, vlans }).complaints).toEqual(['vlans.eth2.10.addresses']);
  });

  const fileFor = () => {
    const content = on(host, args).plan.changes[0]?.diff?.after ?? '';
    return { kind: 'file' as const, mode: '0600', owner: 'root', group: 'root', content };
  };
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
  ['parameters', { 'forward-delay': 31 }],
])('refuses the %s %j', (key, value) => {
  expect(bridge.args.safeParse({ ...wanted, [key]: value }).success).toBe(false);
});

describe('the links and routes of the host', () => {
  const seen = (made: ReturnType<typeof on>) =>
    made.plan.changes.flatMap(({ leaves }) => leaves).find(({ probe }) => probe.key === hostLinks.key)?.value;
  const route = (address: string, prefix: number, device: string) => ({
    destination: { address, prefix },
    device,
  });

  it('have those of the bridge once it is made', () => {
    const host = { links: ['eth0'], routes: [route('10.1.0.0', 16, 'eth0')] };
    const made = on(
      { file: absent, link: gone, host },
      { addresses: ['10.9.0.1/24', 'fd00::1/64', '10.8.0.1/32'] },
    );
    expect(seen(made)).toEqual({
      links: ['br0', 'eth0'],
      routes: [route('10.1.0.0', 16, 'eth0'), route('10.9.0.0', 24, 'br0'), route('fd00::', 64, 'br0')],
    });
  });

  it('no longer have them once it is removed', () => {
    const host = { links: ['br0', 'eth0'], routes: [route('10.9.0.0', 24, 'br0')] };
    const removed = on({ file: fileOf({}), link, host }, { state: 'absent' });
    expect(seen(removed)).toEqual({ links: ['eth0'], routes: [] });
  });
});

it('the ports of the bridge are told to others, beside the taps of guests, which stay', () => {
  const at = (bridge: string, name: string, tap: boolean) => ({ bridge, port: name, tap });
  const bridgePortsBefore = [at('br0', 'eth2', false), at('br0', 'vnet0', true), at('br1', 'eth3', false)];
  const left = (made: ReturnType<typeof on>) =>
    made.plan.changes.flatMap(({ leaves }) => leaves).find(({ probe }) => probe.key === bridgePorts.key)
      ?.value;
  const seen = {
    file: absent,
    link: gone,
    'link eth1': port,
    'carries eth1': [],
    bridgePorts: bridgePortsBefore,
  };
  expect(left(on(seen, { interfaces: ['eth1'] }))).toEqual([
    at('br0', 'eth1', false),
    at('br0', 'vnet0', true),
    at('br1', 'eth3', false),
  ]);
  const removed = on({ ...seen, file: fileOf({}), link }, { state: 'absent' });
  expect(left(removed)).toEqual([at('br1', 'eth3', false)]);
});

describe('what carries this SSH session', () => {
  const carrier = { file: absent, link: gone, 'link eth0': port, 'carries eth0': [] };
  const over = (links: string) => ({
    disruption: 'management',
    note: `this SSH session comes in over ${links}`,
  });

  it('is told when a bridge takes it', () => {
    expect(on(carrier, { interfaces: ['eth0'] }).impacts.at(-1)).toEqual(over('eth0'));
  });

  it('is told when a port leaves, when the bridge itself changes, and when it is removed', () => {
    const over2 = {
      file: fileOf({}),
      link: { ...link, ports: ['eth0'] },
      session: { links: ['br0', 'eth0'] },
    };
    expect(on(over2).impacts.at(-1)).toEqual(over('br0, eth0'));
    expect(on({ ...over2, link }, { mtu: 9000 }).impacts.at(-1)).toEqual(over('br0'));
    expect(on(over2, { state: 'absent' }).impacts.at(-1)).toEqual(over('br0, eth0'));
  });

  it('is no matter for other links, nor where there is no session', () => {
    const other = { file: absent, link: gone, 'link eth1': port, 'carries eth1': [] };
    expect(on(other, { interfaces: ['eth1'] }).impacts.at(-1)).toEqual({ disruption: 'none' });
    const lent = { ...carrier, 'carries eth0': ['10.9.0.7/24'], session: { links: [] } };
    expect(on(lent, { interfaces: ['eth0'] }).impacts.at(-1)).toMatchObject({ disruption: 'link' });
  });
});
