import { describe, expect, it } from 'vitest';
import { withConfigFile } from '../../src/dnsmasq/host-dnsmasq.ts';
import type { UnitState } from '../../src/host/unit.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { on, running, unknown } from './dnsmasq-case.ts';

describe('what is in the way', () => {
  const network = (rest: Partial<Network>): Network => ({
    name: 'default',
    forward: { mode: 'nat' },
    bridge: { name: 'br0' },
    ip: [{ address: '10.0.0.1', prefix: 24, dhcp: {} }],
    ...rest,
  });
  const failure = (args: object, rest: Partial<Network>) =>
    on(args, { networks: [network(rest)] }).plan.failure;

  it.each([
    [{}, {}, /^On br0 the network default has .* for the name service and DHCP: give/],
    [{ port: 5353 }, {}, / for DHCP: /],
    [{ 'dhcp-range': [] }, {}, / for the name service: /],
    [{ interface: [], 'listen-address': ['10.0.0.1'] }, { bridge: { name: 'virbr0' } }, /^On 10\.0\.0\.1 /],
    [{ interface: ['br*'] }, {}, /^On br0 the network default /],
    [
      { interface: [], 'listen-address': ['FD00:0::1'] },
      { bridge: { name: 'virbr0' }, ip: [{ address: 'fd00::1', prefix: 64 }] },
      /^On fd00::1 /,
    ],
  ])('is a dnsmasq of libvirt for %j beside %j', (args, rest, said) => {
    expect(failure(args, rest)).toMatch(said);
  });

  it.each([
    [{ interface: ['br1'] }, {}],
    [{ interface: ['br*'], 'except-interface': ['br0'] }, {}],
    [{ state: 'stopped' }, {}],
    [{ 'dhcp-range': [] }, { dns: { enable: 'no' } as const }],
    [{}, { dns: { enable: 'no' } as const, ip: [{ address: '10.0.0.1', prefix: 24 }] }],
    [{}, { ip: [] }],
    [{}, { forward: { mode: 'bridge' } as const }],
  ])('is none for %j beside %j', (args, rest) => {
    expect(failure(args, rest)).toBeUndefined();
  });

  it.each<[string, object, [string, string][], RegExp]>([
    ['it binds all addresses', {}, [], /^dnsmasq\.service, .* runs and has the name service there, too\./],
    ['it binds all, but serves another link', {}, [['interface', 'eth0']], / the name service /],
    [
      'it serves all links',
      {},
      [
        ['bind-interfaces', ''],
        ['except-interface', 'virbr0'],
      ],
      / the name /,
    ],
    [
      'it serves this link',
      {},
      [
        ['bind-dynamic', ''],
        ['interface', 'eth0,br*'],
      ],
      / the name service /,
    ],
    [
      'it serves this address',
      { interface: [], 'listen-address': ['10.0.0.1'] },
      [
        ['bind-dynamic', ''],
        ['listen-address', '10.0.0.1'],
      ],
      / the name service /,
    ],
    [
      'it gives addresses there',
      { port: 0 },
      [
        ['interface', 'br0'],
        ['dhcp-range', '10.0.0.2,10.0.0.9'],
      ],
      / DHCP there/,
    ],
    [
      'it gives addresses everywhere',
      { port: 0 },
      [
        ['port', '0'],
        ['dhcp-range', '10.0.0.2,10.0.0.9'],
      ],
      / DHCP there/,
    ],
  ])('is the service of the distribution where %s', (_, args, options, said) => {
    const host = { program: true, files: { '/etc/dnsmasq.conf': options }, instances: {} };
    const { failure } = on(args, { host, distribution: running }).plan;
    expect(failure).toMatch(said);
    expect(failure).toMatch(/^ {2}service: \{ name: dnsmasq, state: stopped, masked: true \}$/m);
    expect(on({ ...args, state: 'stopped' }, { host, distribution: running }).plan.failure).toBeUndefined();
  });

  it.each<[string, UnitState, [string, string][]]>([
    ['is masked', { ...unknown, load: 'masked' }, []],
    ['neither runs nor will', { ...running, active: false, enabled: false }, []],
    ['has another port', running, [['port', '5353']]],
    [
      'leaves the link out',
      running,
      [
        ['bind-interfaces', ''],
        ['except-interface', 'br0'],
      ],
    ],
    [
      'serves others',
      running,
      [
        ['bind-dynamic', ''],
        ['interface', 'eth0'],
      ],
    ],
    [
      'listens elsewhere',
      running,
      [
        ['bind-dynamic', ''],
        ['listen-address', '127.0.0.1'],
      ],
    ],
  ])('is no service of the distribution that %s', (_, distribution, options) => {
    expect(
      on(
        {},
        { host: { program: true, files: { '/etc/dnsmasq.conf': options }, instances: {} }, distribution },
      ).plan.failure,
    ).toBeUndefined();
  });

  it.each<[object, [string, string][], RegExp]>([
    [{}, [['interface', 'br0']], /^The instance other has the name service on br0 already\./],
    [
      { port: 0 },
      [
        ['interface', 'br0'],
        ['dhcp-range', '10.0.0.2,10.0.0.9'],
      ],
      / has DHCP on br0 /,
    ],
    [
      { interface: ['br*'], port: 5353, 'dhcp-range': [] },
      [
        ['interface', 'br0'],
        ['port', '5353'],
      ],
      / has the name service on br0 /,
    ],
    [
      { interface: [], 'listen-address': ['10.0.0.1'] },
      [['listen-address', '10.0.0.1,10.0.0.2']],
      / has the name service on 10\.0\.0\.1 /,
    ],
    [
      { interface: [], 'listen-address': ['fd00::1'] },
      [['listen-address', 'FD00:0:0::1']],
      / has the name service on fd00::1 /,
    ],
    [{}, [['interface', 'br*']], / has the name service on br0 already/],
  ])('is another instance: %j beside %j', (args, options, said) => {
    const host = { program: true, files: {}, instances: { other: options } };
    const { failure } = on(args, { host }).plan;
    expect(failure).toMatch(said);
    expect(failure).toMatch(/^ {2}dnsmasq: \{ name: other, state: absent \}$/m);
    expect(on({ ...args, state: 'stopped' }, { host }).plan.failure).toBeUndefined();
  });

  it.each<[object, string, [string, string][]]>([
    [{}, 'guests', [['interface', 'br0']]],
    [{}, 'other', [['interface', 'br1']]],
    [{ interface: ['*'], 'except-interface': ['br0'] }, 'other', [['interface', 'br0']]],
    [
      {},
      'other',
      [
        ['interface', 'br*'],
        ['except-interface', 'br0'],
      ],
    ],
    [{ port: 0 }, 'other', [['interface', 'br0']]],
    [
      { 'dhcp-range': [] },
      'other',
      [
        ['interface', 'br0'],
        ['port', '0'],
        ['dhcp-range', '10.0.0.2,10.0.0.9'],
      ],
    ],
  ])('is none for %j, itself or elsewhere: %s %j', (args, name, options) => {
    const host = { program: true, files: {}, instances: { [name]: options } };
    expect(on(args, { host }).plan.failure).toBeUndefined();
  });

  it('is the lack of the program', () => {
    const host = { program: false, files: {}, instances: {} };
    expect(on({}, { host }).plan.failure).toMatch(/^This host has no \/usr\/sbin\/dnsmasq\./);
    expect(on({ state: 'absent' }, { host }).plan.failure).toBeUndefined();
  });

  it('is a port that leads out, unless uplink_dhcp says so', () => {
    const ports = [
      { bridge: 'br0', port: 'eth1', tap: false },
      { bridge: 'br0', port: 'vnet0', tap: true },
      { bridge: 'br1', port: 'eth2', tap: false },
    ];
    expect(on({}, { ports }).plan.failure).toMatch(/^br0 has the port eth1, .* uplink_dhcp: true it is\.$/);
    expect(on({ uplink_dhcp: true }, { ports }).plan.failure).toBeUndefined();
    expect(on({ 'dhcp-range': [] }, { ports }).plan.failure).toBeUndefined();
    const links = {
      links: ['br0', 'lo'],
      routes: [{ destination: { address: '10.0.0.0', prefix: 24 }, device: 'br0' }],
    };
    const others = [
      { interface: ['br*'], 'except-interface': ['br1'] },
      { interface: [], 'listen-address': ['10.0.0.1'] },
    ];
    for (const args of others)
      expect(on(args, { ports, links }).plan.failure).toMatch(/^br0 has the port eth1, /);
    expect(on({ interface: ['br*'], 'except-interface': ['br0', 'br1'] }, { ports }).plan.failure).toBe(
      undefined,
    );
  });

  it('is read from lines with remarks', () => {
    const host = { program: true, files: {}, instances: {} };
    const { files } = withConfigFile(
      host,
      '/etc/dnsmasq.conf',
      'bind-interfaces # only these\ninterface=br9 # one\n',
    );
    expect(files).toEqual({
      '/etc/dnsmasq.conf': [
        ['bind-interfaces', ''],
        ['interface', 'br9'],
      ],
    });
  });
});
