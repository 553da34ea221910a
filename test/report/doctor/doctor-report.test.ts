import { expect, it } from 'vitest';
import {
  type DoctorReport,
  doctorJson,
  doctorText,
  type ShownFinding,
} from '../../../src/report/doctor/doctor-report.ts';

const GONE: ShownFinding = {
  ...{ host: 'hv01', subject: 'network lab', id: 'dnsmasq-down', rank: 'certain', asks: 'its dnsmasq runs' },
  summary: 'The dnsmasq of network lab has ended: guests get neither addresses nor names.',
  evidence: ['there is no process 812 any more'],
  commands: ['systemctl reload-or-restart libvirtd'],
  fixable: true,
};
const ROUTE: ShownFinding = {
  ...{
    host: 'hv07',
    subject: 'host',
    id: 'no-way-out',
    rank: 'likely',
    asks: 'the host has a default route',
  },
  summary: 'The host itself has no way out: it has no default route.',
  evidence: ['networks whose guests go out: lab\x1b[2J'],
  commands: ['netplan apply', 'ip route show default'],
  fixable: false,
};
const EMPTY: DoctorReport = {
  findings: [],
  checks: [],
  looked: { hosts: 60, networks: 120, guests: 1 },
  unreachable: [],
};
const plain = { color: false, width: 80, tree: false };

it('says the same of many hosts once, the most probable first, with the line that mends it', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...{ ...GONE, host: `hv${String(index + 1).padStart(2, '0')}` },
    evidence: [`there is no process ${index} any more`],
  }));
  const text = doctorText(
    { ...EMPTY, findings: [...many, ROUTE] },
    { ...plain, fix: 'virtfleet doctor --fix' },
  );
  expect(text).toBe(`2 findings, the most probable first; commands are for root on the host

1. hv[01:60], network lab  [dnsmasq-down, certain]
   The dnsmasq of network lab has ended: guests get neither addresses nor names.
     seen (on hv01): there is no process 0 any more
       systemctl reload-or-restart libvirtd
     --fix mends it.

2. hv07, host  [no-way-out, likely]
   The host itself has no way out: it has no default route.
     seen: networks whose guests go out: lab\\x1b[2J
       netplan apply
       ip route show default

To mend 1 of 2 findings, as a run does:
    virtfleet doctor --fix
`);
});

it('shows the first of many of a kind, and whose the others are', () => {
  const findings = ['a', 'b', 'c', 'd', 'e'].map((name) => {
    return { ...GONE, subject: `network ${name}`, summary: `The dnsmasq of network ${name} has ended.` };
  });
  const text = doctorText({ ...EMPTY, findings }, plain);
  expect(text).toContain('5 findings, ');
  expect(text).toContain('   The dnsmasq of network a has ended.\n');
  expect(text).toContain(
    '   The same of 4 others: hv01 network b, hv01 network c, hv01 network d, hv01\n   network e\n',
  );
  expect(doctorText({ ...EMPTY, findings }, { ...plain, tree: true })).toContain('5. hv01, network e  [');
});

it('says how much it looked at where nothing is wrong, and what it could not see', () => {
  const unseen = { subject: 'network lab', depth: 1, verdict: 'unseen' } as const;
  const checks = ['hv01', 'hv02', 'hv03'].map((host) => {
    return {
      ...unseen,
      host,
      asks: 'no other firewall drops its packets',
      evidence: ['only root sees that'],
    };
  });
  expect(doctorText({ ...EMPTY, checks }, plain)).toBe(
    `Nothing wrong was found: 60 hosts, 120 networks, 1 running guest.

Not seen on hv[01:03]: whether no other firewall drops its packets (only root
sees that)
`,
  );
});

it('shows all checks as a tree', () => {
  const check = (
    asks: string,
    depth: number,
    verdict: 'well' | 'wrong' | 'unseen',
    ...evidence: string[]
  ) => {
    return { host: 'hv01', subject: 'network lab', asks, depth, verdict, evidence };
  };
  const checks = [
    check('it runs', 0, 'well'),
    check('its bridge is there', 1, 'well', 'virbr0'),
    check('its dnsmasq runs', 2, 'wrong', GONE.summary),
    check('nobody else gives out addresses', 2, 'unseen', 'only root can listen'),
  ];
  expect(doctorText({ ...EMPTY, checks, findings: [GONE] }, { ...plain, tree: true })).toContain(
    `hv01, network lab
  ok    it runs
  ok      its bridge is there: virbr0
  WRONG     its dnsmasq runs: The dnsmasq of network lab has ended: guests get
            neither addresses nor names.
  ?         nobody else gives out addresses: only root can listen

1 finding, `,
  );
});

it('tells hosts that could not be read, and gives programs all of it', () => {
  const unreachable = [{ host: 'hv09', message: 'The host does not answer' }];
  const looked = { hosts: 0, networks: 0, guests: 0 };
  expect(doctorText({ ...EMPTY, looked, unreachable }, plain)).toBe(
    '1 host could not be read\n  hv09: The host does not answer\n',
  );
  const report = { ...EMPTY, findings: [GONE] };
  expect(JSON.parse(doctorJson(report))).toEqual({ version: 1, ...report });
});
