import type { Finding } from '../../../src/drift/finding.ts';
import type { Episode } from '../../../src/history/questions/timeline.ts';
import type { Evidence } from '../../../src/plan/evidence.ts';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import type { Topology, TopologyInterface } from '../../../src/plan/topology.ts';
import { lifeKey, type PageDocument } from '../../../src/report/page/page-document.ts';
import { driftReport } from '../files/reports.ts';
import { change, outcome } from '../outcomes.ts';

const NAMES = ['lan', 'dmz', 'storage', 'backup', 'migration', 'vpn', 'lab', 'build', 'voice', 'guest-wifi'];
const NOW = '2026-11-28T12:00:07.500Z';

/** A drift check of a fleet with a bit of everything, such as a page has to show. The same for the same numbers. */
export function fleetDocument(hosts: number, networks: number): PageDocument {
  const names = Array.from({ length: hosts }, (_, at) => `hv${String(at + 1).padStart(3, '0')}`);
  const own = Array.from({ length: networks }, (_, at) => {
    const name = NAMES[at % NAMES.length] ?? '';
    return at < NAMES.length ? name : `${name}-${Math.floor(at / NAMES.length) + 1}`;
  });
  const findings = names.flatMap((host, at) => findingsOf(host, at));
  const tasks = names.flatMap((host, at) => tasksOf(host, at, own));
  const report = driftReport({ findings, exitCode: 3 });
  return {
    report: { ...report, record: { ...report.record, hosts: names, tasks, ended: NOW } },
    playbooks: ['playbooks/site.yaml'],
    evidence: new Map(names.flatMap((host, at) => evidenceOf(host, at, own))),
    lives: new Map(
      findings.flatMap(({ host, resource, state }) =>
        state === 'unmanaged' || state === 'waived' ? [] : [[lifeKey(host, resource), LIFE] as const],
      ),
    ),
  };
}

const GONE = (at: number) => at % 50 === 11;
const place = { file: 'playbooks/site.yaml', line: 12, column: 7 };

function tasksOf(host: string, at: number, networks: readonly string[]): TaskRecord[] {
  const about = (name: string) => ({ task: `Network ${name}`, resource: `network ${name}`, place });
  if (GONE(at))
    return [
      outcome(host, {
        ...{ task: 'connect', module: 'connect', status: 'unreachable' },
        message: 'ssh: connect to host 10.20.0.12 port 22: No route to host',
      }),
      ...networks.map((name) => outcome(host, { ...about(name), status: 'not-started' })),
    ];
  const differs = new Set(findingsOf(host, at).map(({ resource }) => resource));
  return [
    ...networks.map((name) => {
      const status = differs.has(`network ${name}`) ? 'would-change' : 'ok';
      return outcome(host, { ...about(name), status });
    }),
    outcome(host, { task: 'Forwarding', module: 'sysctl', resource: 'sysctl net.ipv4.ip_forward' }),
  ];
}

function findingsOf(host: string, at: number): Finding[] {
  if (GONE(at)) return [];
  const since = (run: number, day: string) => ({ run, time: `2026-11-${day}T09:00:00.000Z` });
  const applied = { run: 'r', by: 'alice@laptop', at: '2026-11-20T14:02:11.000Z' };
  const all: Finding[] = [];
  if (at % 40 === 2) all.push(mtuDrift(host, { lastInStep: since(207, '28') }, applied));
  if (at % 25 === 4)
    all.push({
      ...{
        host,
        resource: 'network dmz',
        task: 'Network dmz',
        state: 'pending',
        isNew: false,
        place,
        applied,
      },
      since: { firstSeen: since(190, '25'), lastInStep: since(189, '25') },
      changes: [
        {
          ...change('reservation web3', { action: 'create', after: '52:54:00:aa:10:03 10.20.3.13' }),
          ...{ isNew: false, cause: 'pending' as const },
        },
      ],
    });
  if (at % 100 === 7)
    all.push({
      ...{
        host,
        resource: 'network storage',
        task: 'Network storage',
        state: 'both',
        isNew: true,
        place,
        applied,
      },
      since: { lastInStep: since(207, '28') },
      changes: [
        {
          ...change('autostart', { before: 'off', after: 'on', cause: 'drifted' }),
          isNew: true,
        },
        {
          ...change('domain', { before: 'old.example', after: 'storage.example', cause: 'pending' }),
          ...{ isNew: false, copies: ['stored', 'running'] as const },
        },
      ],
    });
  if (at % 60 === 9)
    all.push({
      ...{ host, resource: 'tap vnet7', task: '', state: 'unmanaged', isNew: true, since: {}, changes: [] },
      message: 'on no bridge, of no guest',
    });
  if (at % 80 === 13)
    all.push({
      ...{ host, resource: 'network lab', task: 'Network lab', state: 'waived', isNew: false, since: {} },
      changes: [{ ...change('mtu', { before: '1500', after: '9000' }), isNew: false }],
      waiver: { reason: 'vendor tests', who: 'carol', until: '2027-01-31' },
    });
  return all;
}

function mtuDrift(host: string, since: Finding['since'], applied: NonNullable<Finding['applied']>): Finding {
  const xml = (mtu: number) =>
    `<network>\n  <name>lan</name>\n  <forward mode='bridge'/>\n  <bridge name='br0'/>\n  <mtu size='${mtu}'/>\n</network>\n`;
  const diff = { label: 'network lan', before: xml(1500), after: xml(9000) };
  return {
    ...{ host, resource: 'network lan', task: 'Network lan', state: 'drifted', isNew: true, place },
    ...{ since, applied },
    changes: [
      {
        ...change('mtu', { before: '1500', after: '9000', copies: ['stored'], cause: 'drifted', diff }),
        isNew: true,
      },
    ],
    suspect: {
      ...{ certain: false, kind: 'sudo', who: 'bob', what: '/usr/bin/virsh net-edit lan' },
      at: '2026-11-28T10:41:52.000Z',
    },
  };
}

const at = (run: number, time: string) => ({ run, time: `2026-11-${time}:00:00.000Z` });
const LIFE: readonly Episode[] = [
  { kind: 'changed', at: at(150, '20T14'), by: 'alice@laptop', commit: 'abc', changes: [] },
  { kind: 'in-step', first: at(151, '20T15'), last: at(171, '23T08'), runs: 21 },
  {
    ...{ kind: 'drift', first: at(172, '23T09'), last: at(176, '24T06'), runs: 5 },
    ...{ change: change('autostart', { before: 'off', after: 'on' }) },
    ...{ lastInStep: at(171, '23T08'), repairedBy: { ...at(177, '24T07'), by: 'alice@laptop' } },
  },
  { kind: 'changed', at: at(177, '24T07'), by: 'alice@laptop', commit: 'abc', changes: [] },
  { kind: 'in-step', first: at(178, '24T08'), last: at(180, '25T19'), runs: 3 },
  { kind: 'failed', at: at(181, '25T20'), by: 'ci@runner', status: 'unreachable', message: null },
  { kind: 'in-step', first: at(182, '25T21'), last: at(207, '28T09'), runs: 26 },
];

function evidenceOf(host: string, at: number, networks: readonly string[]): [string, Evidence][] {
  if (GONE(at)) return [];
  if (at % 100 === 21) return [[host, { topology: { unread: 'virsh: not found' } }]];
  return [[host, { topology: topologyOf(at, networks) }]];
}

function topologyOf(at: number, names: readonly string[]): Topology {
  const networks = names.map((name, index) => {
    const onHost = index % 3 === 0;
    const bridge = onHost ? `br${index % 2}` : `virbr${index}`;
    const mode = onHost ? 'bridge' : index % 3 === 1 ? 'nat' : 'isolated';
    return { name, mode, active: !(at % 9 === 4 && index === 4), bridge, devices: [] };
  });
  const bridges = [...new Set(networks.flatMap(({ active, bridge }) => (active ? [bridge] : [])))];
  const guests = ['web1', 'web2', 'db1', 'cache1', 'build7'].map((guest, index): TopologyInterface => {
    const network = networks[index % networks.length];
    const about = { guest, mac: `52:54:00:00:00:0${index}`, ...(network && { network: network.name }) };
    if (index === 3) return { ...about, running: false };
    const bridge = network?.bridge ?? 'br0';
    const loose = at % 40 === 2 && index === 2;
    const plugged = loose ? { loose: true as const } : { master: bridge };
    return { ...about, running: true, bridge, tap: `vnet${index}`, ...plugged };
  });
  return {
    networks,
    bridges: bridges.map((name) => {
      const ports = name === 'br0' ? ['bond0', 'eno4'] : name === 'br1' ? ['eno3'] : [];
      return { name, ports };
    }),
    interfaces: guests,
    orphans: at % 60 === 9 ? ['vnet7'] : [],
  };
}
