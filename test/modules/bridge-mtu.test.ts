import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { absent, fileOf, gone, link, on, port } from './bridge-trial.ts';

const free = { file: absent, link: gone, 'link eth1': port, 'carries eth1': [] };
const jumbo = { ...port, mtu: 9000 };
const args = { interfaces: ['eth1'], mtu: 9000 };
const labels = (made: ReturnType<typeof on>) =>
  made.steps.flatMap((step) => ('label' in step && step.label !== undefined ? [step.label] : []));

describe('the MTU of a port', () => {
  const ethernets = { eth1: { mtu: 9000 } };

  it('is set, seen in the kernel, and put back by the rollback', () => {
    const made = on(free, { ...args, ethernets });
    expect(parse(made.plan.changes[0]?.diff?.after ?? '').network.ethernets).toEqual({
      eth1: { mtu: 9000, dhcp4: false, dhcp6: false },
    });
    expect(made.differences).toContain('mtu of eth1: 1500 → 9000');
    expect(labels(made)).toContain('mtu 9000 of eth1');
    expect(made.plan.warnings).toEqual([]);
    expect(made.afterwards().changes).toEqual([]);
    expect(made.plan.rollback?.()?.steps).toContainEqual(
      expect.objectContaining({ label: 'mtu 1500 of eth1' }),
    );
  });

  it('is drift when the kernel has another', () => {
    const current = { ...free, file: fileOf({}), link: { ...link, mtu: 9000, ports: ['eth1'] } };
    const given = { ...args, ethernets };
    const written = on(free, given).plan.changes[0]?.diff?.after ?? '';
    const drifted = on({ ...current, file: { ...fileOf({}), content: written } }, given);
    expect(drifted.differences).toEqual(['mtu of eth1: 1500 → 9000']);
  });

  it('is that of all links that a match finds', () => {
    const matched = (mtu: number) => ({
      file: absent,
      link: gone,
      'matched nics': ['eth1', 'eth2'].map((name) => ({ name, link: { ...port, mtu }, carries: [] })),
    });
    const given = {
      ...args,
      interfaces: ['nics'],
      ethernets: { nics: { match: { name: 'eth*' }, mtu: 9000 } },
    };
    expect(on(matched(1500), given).differences).toEqual(
      expect.arrayContaining(['mtu of eth1: 1500 → 9000', 'mtu of eth2: 1500 → 9000']),
    );
  });

  it('may be said of what carries a VLAN, which keeps its addresses', () => {
    const vlans = { 'eth1.5': { id: 5, link: 'eth1' } };
    const made = on({ ...free, 'link eth1.5': gone }, { interfaces: ['eth1.5'], vlans, ethernets });
    expect(parse(made.plan.changes[0]?.diff?.after ?? '').network.ethernets).toEqual({ eth1: { mtu: 9000 } });
    expect(made.complaints).toEqual([]);
  });
});

describe('a port with a smaller MTU than the bridge', () => {
  it('is warned of, each time', () => {
    const told = [
      'eth1 has an MTU of 1500, br0 one of 9000: what is larger is lost there. Say ethernets: { eth1: { mtu: 9000 } }',
    ];
    expect(on(free, args).plan.warnings).toEqual(told);
    const there = { ...free, file: fileOf({}), link: { ...link, mtu: 9000, ports: ['eth1'] } };
    expect(on(there, args).plan.warnings).toEqual(told);
    expect(on({ ...free, 'link eth1': jumbo }, args).plan.warnings).toEqual([]);
  });

  it('is told where it is a bond, too', () => {
    const bonds = { bond0: { interfaces: ['eth1'], mtu: 1500 } };
    const made = on({ ...free, 'link bond0': gone }, { interfaces: ['bond0'], mtu: 9000, bonds });
    expect(made.plan.warnings).toEqual([expect.stringContaining('bonds: { bond0: { …, mtu: 9000 } }')]);
  });
});

it('a bridge with a smaller MTU than its narrowest port is told to have that at the next boot', () => {
  const two = { ...free, 'link eth2': jumbo, 'carries eth2': [] };
  const given = { interfaces: ['eth2', 'eth1'], mtu: 1400 };
  expect(on(two, given).plan.warnings).toEqual([
    'br0 has an MTU of 1400 until the next boot: systemd-networkd then leaves it that of eth1, 1500. Say ethernets: { eth1: { mtu: 1400 } }',
  ]);
  expect(on(two, { ...given, ethernets: { eth1: { mtu: 1400 } } }).plan.warnings).toEqual([]);
  expect(on(two, { ...given, mtu: 1500 }).plan.warnings).toEqual([]);
});

describe('what a task no longer says', () => {
  /** The bridge after it was described by these arguments, and is now by `args`. */
  const once = (before: object, now: object, is: object = {}) => {
    const content = on(free, before).plan.changes[0]?.diff?.after ?? '';
    return on({ ...free, file: { ...fileOf({}), content }, link: { ...link, ports: ['eth1'], ...is } }, now);
  };

  it('goes from the kernel: the MTU is that of the ports again', () => {
    const made = once(args, { interfaces: ['eth1'] }, { mtu: 9000 });
    expect(made.differences).toContain('mtu of br0: 9000 → 1500');
    expect(labels(made)).toContain('mtu 1500 of br0');
    expect(made.afterwards().changes).toEqual([]);
  });

  it('goes from the kernel: parameters are those of a bridge that netplan makes', () => {
    const bridge = { ...link.bridge, stp: false, priority: 7, 'forward-delay': 4 };
    const before = { interfaces: ['eth1'], parameters: { stp: false, priority: 7, 'forward-delay': 4 } };
    const made = once(before, { interfaces: ['eth1'], parameters: { stp: false } }, { bridge });
    expect(made.differences).toEqual(
      expect.arrayContaining(['priority of br0: 7 → 32768', 'forward-delay of br0: 4 → 15']),
    );
    expect(made.afterwards().changes).toEqual([]);
  });

  it('goes from a port', () => {
    const before = { interfaces: ['eth1'], ethernets: { eth1: { mtu: 9000 } } };
    const current = { ...free, 'link eth1': jumbo };
    const content = on(current, before).plan.changes[0]?.diff?.after ?? '';
    const is = { ...link, mtu: 9000, ports: ['eth1'] };
    const made = on({ ...current, file: { ...fileOf({}), content }, link: is }, { interfaces: ['eth1'] });
    expect(made.differences).toEqual(
      expect.arrayContaining(['mtu of eth1: 9000 → 1500', 'mtu of br0: 9000 → 1500']),
    );
  });

  it('goes from a port that leaves the bridge, before the files of others are applied to it', () => {
    const ports = { 'link eth2': jumbo, 'carries eth2': [] };
    const before = { interfaces: ['eth1', 'eth2'], ethernets: { eth2: { mtu: 9000 } } };
    const content = on({ ...free, ...ports }, before).plan.changes[0]?.diff?.after ?? '';
    const current = {
      ...free,
      file: { ...fileOf({}), content },
      link: { ...link, ports: ['eth1', 'eth2'] },
    };
    const made = on(current, { interfaces: ['eth1'] });
    const [reset, apply] = labels(made).filter((label) => /mtu|apply/.test(label));
    expect(reset).toBe('mtu 1500 of eth2');
    expect(apply).toMatch(/^apply netplan/);
    expect(labels(on({ ...current, ...ports }, { interfaces: ['eth1', 'eth2'] }))).toContain(
      'mtu 1500 of eth2',
    );
    expect(made.afterwards().changes).toEqual([]);
  });

  it('is told where the kernel keeps it', () => {
    const made = once({ interfaces: ['eth1'], macaddress: '52:54:00:00:00:01' }, { interfaces: ['eth1'] });
    expect(made.plan.warnings).toEqual([
      expect.stringMatching(/^macaddress of br0 is no longer in the task/),
    ]);
  });

  it('is nothing to the kernel where it never was: a mtu set by hand stays', () => {
    expect(once({ interfaces: ['eth1'] }, { interfaces: ['eth1'] }, { mtu: 9000 }).differences).toEqual([]);
  });
});

describe('files that an earlier run wrote without coming to its end', () => {
  it('are applied, with what they no longer say', () => {
    const before = on(free, args).plan.changes[0]?.diff?.after ?? '';
    const now = on(free, { interfaces: ['eth1'] }).plan.changes[0]?.diff?.after ?? '';
    const current = {
      ...free,
      file: { ...fileOf({}), content: now },
      applying: { ...fileOf({}), content: before },
      link: { ...link, ports: ['eth1'], mtu: 9000 },
    };
    const made = on(current, { interfaces: ['eth1'] });
    expect(made.differences).toEqual(['mtu of br0: 9000 → 1500']);
    expect(made.afterwards().changes).toEqual([]);
    const hidden = on({ ...current, link: { ...link, ports: ['eth1'] } }, { interfaces: ['eth1'] });
    expect(hidden.differences).toEqual([
      'files of netplan with /etc/netplan/60-virtfleet-br0.yaml: not applied → applied',
    ]);
    expect(labels(hidden)[0]).toMatch(/^apply netplan/);
    expect(hidden.afterwards().changes).toEqual([]);
  });
});

describe('a bridge that asks DHCP', () => {
  const hardware = [{ name: 'eth1', mac: '52:54:00:00:00:07', driver: '' }];
  const dhcp = { interfaces: ['eth1'], addresses: [], dhcp4: true };

  it('gets another address than its port had, unless it has the MAC address of that', () => {
    const current = { ...free, 'carries eth1': ['10.0.0.5/24'], hardware };
    expect(on(current, dhcp).plan.warnings).toEqual([
      'br0 asks DHCP with a MAC address of its own, so its address will not be that of eth1. To keep that, say macaddress: "52:54:00:00:00:07"',
    ]);
    expect(on(current, { ...dhcp, macaddress: '52:54:00:00:00:07' }).plan.warnings).toEqual([]);
    expect(on({ ...current, link }, dhcp).plan.warnings).toEqual([]);
  });
});
