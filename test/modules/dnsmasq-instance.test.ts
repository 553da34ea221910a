import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/libvirt/network.ts';
import { dnsmasq } from '../../src/modules/dnsmasq.ts';
import type { FileState } from '../../src/plan/files.ts';
import type { UnitState } from '../../src/plan/unit.ts';
import { argvs, trial } from './trial.ts';

const UNIT = 'virtfleet-dnsmasq@guests.service';
const FOLDER = '/etc/virtfleet/dnsmasq';
const nothing: FileState = { kind: 'absent' };
const unknown: UnitState = { load: 'not-found', active: false, enabled: false, fixed: false };
const running: UnitState = { load: 'loaded', active: true, enabled: true, fixed: false };
const ARGS = {
  name: 'guests',
  interface: ['br0'],
  'dhcp-range': [{ start: '10.0.0.100', end: '10.0.0.150' }],
  'dhcp-host': [{ mac: '52:54:00:00:00:01', ip: '10.0.0.21' }],
  'host-record': [{ name: 'gw.lab', ip: '10.0.0.1' }],
};

function on(args: object, seen: object = {}) {
  return trial(dnsmasq, { ...ARGS, ...args }, { ...bare, ...seen });
}

const bare = {
  conf: nothing,
  dhcpHosts: nothing,
  addnHosts: nothing,
  unitFile: nothing,
  cutOff: false,
  unit: unknown,
  host: { program: true, files: {} as Record<string, [string, string][]> },
  distribution: unknown,
  networks: [],
  ports: [],
};

/** The host as the first run of ARGS leaves it. */
function installed(args: object = {}) {
  const files = on(args).plan.changes.flatMap(({ leaves }) => leaves);
  const at = (path: string) => files.find(({ probe }) => probe.key === `file ${path}`)?.value;
  return {
    conf: at(`${FOLDER}/guests.conf`),
    dhcpHosts: at(`${FOLDER}/guests.dhcp-hosts`),
    addnHosts: at(`${FOLDER}/guests.hosts`),
    unitFile: at('/etc/systemd/system/virtfleet-dnsmasq@.service'),
    unit: running,
  };
}

/** Labels and words of the steps, in order. */
function done({ steps }: ReturnType<typeof on>): string[] {
  return steps.map((step) => {
    if (step.do === 'run') return step.label ?? step.argv.join(' ');
    return 'path' in step ? `${step.do} ${step.path}` : step.do;
  });
}

describe('an instance', () => {
  it('is tested, installed, started and enabled, and then nothing differs', () => {
    const made = on({});
    expect(done(made)).toEqual([
      'write /etc/systemd/system/virtfleet-dnsmasq@.service',
      'systemctl daemon-reload',
      'dnsmasq --test',
      'keep the old files',
      `write ${FOLDER}/guests.conf`,
      `write ${FOLDER}/guests.dhcp-hosts`,
      `write ${FOLDER}/guests.hosts`,
      `systemctl restart ${UNIT}`,
      `systemctl enable -- ${UNIT}`,
    ]);
    expect(made.afterwards().changes).toEqual([]);
    expect(on({}, installed()).differences).toEqual([]);
  });

  it('serves only where it is told to, by files that a restart and by files that a signal takes', () => {
    const [, conf, dhcpHosts, hosts] = on({}).plan.changes.map(({ diff }) => diff?.after ?? '');
    for (const line of [
      'interface=br0',
      'except-interface=lo',
      'bind-dynamic',
      'dhcp-leasefile=/var/lib/virtfleet/dnsmasq/guests.leases',
    ])
      expect(conf).toContain(`${line}\n`);
    expect(conf).not.toMatch(/^(dhcp-host|host-record)=/m);
    expect(dhcpHosts).toMatch(/^52:54:00:00:00:01,10\.0\.0\.21$/m);
    expect(hosts).toMatch(/^10\.0\.0\.1 gw\.lab$/m);
  });

  it('is tested with all that its files say together', () => {
    const test = on({}).steps.find((step) => step.do === 'run' && step.label === 'dnsmasq --test');
    expect(test).toMatchObject({
      stdin: expect.stringMatching(/^dhcp-host=52[\s\S]*^host-record=gw\.lab,10\.0\.0\.1$/m),
    });
  });

  it.each([
    [{ 'dhcp-host': [{ mac: '52:54:00:00:00:01', ip: '10.0.0.22' }] }, 'reload'],
    [{ 'host-record': [] }, 'reload'],
    [{ 'no-resolv': true }, 'restart'],
    [{ 'no-resolv': true, 'host-record': [] }, 'restart'],
  ])('that changes by %j will %s', (args, verb) => {
    const changed = on(args, installed());
    expect(done(changed).at(-1)).toBe(`systemctl ${verb} ${UNIT}`);
    expect(done(changed).filter((label) => /^systemctl/.test(label))).toHaveLength(1);
    for (const impact of changed.impacts)
      expect(impact).toEqual({ disruption: 'service', note: `${UNIT} ${verb}s` });
    expect(changed.afterwards().changes).toEqual([]);
  });

  it('is stopped with its files, and goes away', () => {
    const stopped = on({ state: 'stopped' }, installed());
    expect(argvs(stopped.steps).map(([, verb]) => verb)).toEqual(['disable', 'stop']);
    expect(stopped.afterwards().changes).toEqual([]);
    const gone = on({ state: 'absent' }, installed());
    expect(done(gone)).toEqual([
      `systemctl stop -- ${UNIT}`,
      `systemctl disable -- ${UNIT}`,
      ...['conf', 'dhcp-hosts', 'hosts'].map((end) => `remove ${FOLDER}/guests.${end}`),
    ]);
    expect(gone.afterwards().changes).toEqual([]);
    expect(on({ state: 'absent' }).differences).toEqual([]);
  });

  it('takes files that are right, but were never taken, and then nothing differs', () => {
    const found = on({}, { ...installed(), cutOff: true });
    expect(found.differences).toEqual([`unit ${UNIT}: has its old files → restarted`]);
    expect(done(found)).toEqual([`systemctl restart ${UNIT}`]);
    expect(found.afterwards().changes).toEqual([]);
    const more = on({ 'host-record': [] }, { ...installed(), cutOff: true });
    expect(done(more).at(-1)).toBe(`systemctl restart ${UNIT}`);
    expect(more.afterwards().changes).toEqual([]);
  });

  it('that does not run has nothing to take', () => {
    const stopped = { ...running, active: false };
    const found = on({}, { ...installed(), unit: stopped, cutOff: true });
    expect(found.differences).toEqual([`unit ${UNIT}: stopped → started`]);
    expect(found.afterwards().changes).toEqual([]);
    const off = { ...stopped, enabled: false };
    expect(on({ state: 'stopped' }, { ...installed(), unit: off, cutOff: true }).differences).toEqual([]);
    expect(done(on({ state: 'stopped' }))).not.toContain('keep the old files');
  });

  it('that is masked fails', () => {
    expect(on({}, { unit: { ...unknown, load: 'masked' } }).plan.failure).toBe(
      `${UNIT} is masked on this host.`,
    );
  });
});

describe('the arguments', () => {
  it.each([
    [{ interface: [] }, ['name']],
    [{ state: 'present' }, ['state']],
    [{ service: 'dnsmasq' }, ['service']],
    [{ path: '/etc/dnsmasq.d/x.conf', state: 'running' }, ['state']],
    [{ path: '/etc/dnsmasq.d/x.conf', service: 'dnsmasq', interface: [] }, []],
  ])('%j: complaints about %j', (args, complaints) => {
    expect(on(args).complaints).toEqual(complaints);
  });
});

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
  ])('is a dnsmasq of libvirt for %j beside %j', (args, rest, said) => {
    expect(failure(args, rest)).toMatch(said);
  });

  it.each([
    [{ interface: ['br1'] }, {}],
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
  ])('is the service of the distribution where %s', (_, args, options, said) => {
    const host = { program: true, files: { '/etc/dnsmasq.conf': options } };
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
      on({}, { host: { program: true, files: { '/etc/dnsmasq.conf': options } }, distribution }).plan.failure,
    ).toBeUndefined();
  });

  it('is the lack of the program', () => {
    const host = { program: false, files: {} };
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
  });
});
