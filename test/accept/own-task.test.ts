import { expect, it } from 'vitest';
import { accepted } from './accepted.ts';

const network = (inner: string) => `<network><name>lab</name><bridge name='virbr1'/>${inner}</network>`;
const ip = (dhcp: string, mask = "prefix='24'") => `<ip address='10.0.0.1' ${mask}><dhcp>${dhcp}</dhcp></ip>`;
const range = "<range start='10.0.0.100' end='10.0.0.199'/>";
const host = (number: number, name: string, address = 10 + number) =>
  `<host mac='52:54:00:00:00:0${number}' name='${name}' ip='10.0.0.${address}'/>`;

const TASK = `name: lab   # the lab
bridge: {name: virbr1}
mtu: 1400
ip:
  address: 10.0.0.1/24
  dhcp:
    range: 10.0.0.100-10.0.0.199   # half of it
    host:
      # the web server
      - { mac: "52:54:00:00:00:01", name: web, ip: 10.0.0.11 }
      - mac: "52:54:00:00:00:02"   # old
        name: db
        ip: 10.0.0.12
      # the last
      - { mac: "52:54:00:00:00:03", name: log, ip: 10.0.0.13 }   # of all
`;
const ALL = host(1, 'web') + host(2, 'db') + host(3, 'log');

/** What of the task is another line afterwards. */
const changed = (inner: string, task = TASK) => {
  const { task: after, overrides, shared, refusals } = accepted(task, network(inner));
  expect([overrides, shared, refusals]).toEqual([{}, {}, []]);
  const [before, now] = [task.split('\n'), after.split('\n')];
  return {
    gone: before.filter((one) => !now.includes(one)),
    come: now.filter((one) => !before.includes(one)),
  };
};

it.each([
  ['nothing', `<mtu size='1400'/>${ip(range + ALL)}`, [], []],
  [
    'a netmask in place of its prefix',
    `<mtu size='1400'/>${ip(range + ALL, "netmask='255.255.255.0'")}`,
    [],
    [],
  ],
  ['a value', `<mtu size='9000'/>${ip(range + ALL)}`, ['mtu: 1400'], ['mtu: 9000']],
  ['a value that is gone', ip(range + ALL), ['mtu: 1400'], []],
  [
    'a shorthand',
    `<mtu size='1400'/>${ip(range.replace('199', '150') + ALL)}`,
    ['    range: 10.0.0.100-10.0.0.199   # half of it'],
    ['    range: { start: 10.0.0.100, end: 10.0.0.150 }   # half of it'],
  ],
  [
    'an address with its prefix',
    `<mtu size='1400'/>${ip(range + ALL, "prefix='23'")}`,
    ['  address: 10.0.0.1/24'],
    ['  address: 10.0.0.1/23'],
  ],
  [
    'an entry that is another',
    `<mtu size='1400'/>${ip(range + host(1, 'web', 21) + host(2, 'db') + host(3, 'log'))}`,
    ['      - { mac: "52:54:00:00:00:01", name: web, ip: 10.0.0.11 }'],
    ['      - { mac: "52:54:00:00:00:01", name: web, ip: 10.0.0.21 }'],
  ],
  [
    'an entry that is gone, and one that came',
    `<mtu size='1400'/>${ip(range + host(1, 'web') + host(3, 'log') + host(4, 'new'))}`,
    ['      - mac: "52:54:00:00:00:02"   # old', '        name: db', '        ip: 10.0.0.12'],
    ['      - { mac: "52:54:00:00:00:04", name: new, ip: 10.0.0.14 }'],
  ],
  [
    'a network that somebody opened',
    `<mtu size='1400'/><forward mode='nat'/>${ip(range + ALL)}`,
    [],
    ['forward: { mode: nat }'],
  ],
])('%s is what changes', (_, inner, gone, come) => {
  expect(changed(inner)).toEqual({ gone, come });
});

it('lists on one line stay on one', () => {
  const task = 'bridge: virbr1\nportgroup: [ {name: a}, {name: b, default: true}, c ]   # all\n';
  expect(changed("<portgroup name='a'/><portgroup name='c'/>", task).come).toEqual([
    'portgroup: [ {name: a}, c ]   # all',
  ]);
  expect(changed("<portgroup name='a'/><portgroup name='b' default='yes'/>", task).come).toEqual([
    'portgroup: [ {name: a}, {name: b, default: true} ]   # all',
  ]);
});

it('what an anchor says for others is not changed there', () => {
  const task = `bridge: virbr1
domain: &lab { name: lab.example, localOnly: true }
ip: &first { address: 10.0.0.1/24, localPtr: true }
portgroup:
  - &group { name: a, trustGuestRxFilters: true }
  - <<: *group   # but for its name
    name: b
`;
  const inner = `<domain name='lab.example' localOnly='yes'/><ip address='10.0.0.1' prefix='24' localPtr='yes'/>
    <portgroup name='a' trustGuestRxFilters='yes'/><portgroup name='b' trustGuestRxFilters='no'/>`;
  expect(changed(inner, task)).toEqual({ gone: [], come: ['    trustGuestRxFilters: false'] });
});

it('what others refer to is left to a person', () => {
  const task = `bridge: virbr1
vlan: &v { tag: 1 }
portgroup: [ { name: a, vlan: *v } ]
`;
  const xml = "<vlan><tag id='2'/></vlan><portgroup name='a'><vlan><tag id='1'/></vlan></portgroup>";
  expect(accepted(task, network(xml))).toMatchObject({
    task,
    refusals: ['vlan has an anchor that is used elsewhere, too'],
  });
});

it("a list of the host's own variables is edited there", () => {
  const task = `bridge: virbr1\nip: { address: 10.0.0.1/24, dhcp: { host: "{{ hosts }}" } }\n`;
  const variables = `hosts:   # of hv01
  - { mac: "52:54:00:00:00:01", name: web, ip: 10.0.0.11 }   # web
`;
  const list = [{ mac: '52:54:00:00:00:01', name: 'web', ip: '10.0.0.11' }];
  const found = accepted(task, network(ip(host(1, 'web', 21) + host(2, 'db'))), {
    variables,
    isOwn: false,
    values: { '{{ hosts }}': list },
  });
  expect(found).toEqual({
    task,
    variables: `hosts:   # of hv01
  - { mac: "52:54:00:00:00:01", name: web, ip: 10.0.0.21 }   # web
  - { mac: "52:54:00:00:00:02", name: db, ip: 10.0.0.12 }
`,
    overrides: {},
    shared: {},
    refusals: [],
  });
});

it('a secret is not written in the open, also not what the host has in its place', () => {
  const task =
    'name: lab\nbridge: { name: virbr1 }\ntitle: "{{ key }}"\ndns: { txt: [{ name: k, value: hunter2 }] }\n';
  const xml = network("<title>other</title><dns><txt name='k' value='hunter3'/></dns>");
  const options = { variables: 'key: hunter2\n', values: { '{{ key }}': 'hunter2' }, secret: 'hunter2' };
  const { task: after, variables, overrides, refusals } = accepted(task, xml, options);
  expect([after, variables, overrides]).toEqual([task, 'key: hunter2\n', {}]);
  expect(refusals).toEqual(['title is a secret', 'dns.txt.value is a secret']);
});

it.each(['omit', 'none', 'inventory_hostname'])('{{ %s }} is no variable that somebody could set', (name) => {
  const task = `bridge: virbr1\ndomain: { name: "{{ ${name} }}" }\n`;
  const xml = network("<domain name='b.example'/>");
  expect(accepted(task, xml, { values: { [`{{ ${name} }}`]: 'hv01' } })).toEqual({
    task: 'bridge: virbr1\ndomain: { name: b.example }\n',
    ...{ variables: '', overrides: {}, shared: {}, refusals: [] },
  });
});

it('what no task describes is taken where it is asked for, and nothing beside it', () => {
  const task = 'name: lab\nbridge: { name: virbr1 }\nip: { address: 10.0.0.1/24 }   # ours\n';
  const inner = `<title>t</title><domain name='b.example'/>${ip(range + host(1, 'web'))}
    <dns><host ip='10.0.0.11'><hostname>web</hostname></host></dns>`;
  expect(accepted(task, network(inner)).task).toBe(task);
  const taken = ['dns.host', 'ip.dhcp.host', 'domain.name'];
  expect(accepted(task, network(inner), { taken }).task).toBe(`name: lab
bridge: { name: virbr1 }
ip: { address: 10.0.0.1/24, dhcp: { range: { start: 10.0.0.100, end: 10.0.0.199 }, host: [ { mac: "52:54:00:00:00:01", name: web, ip: 10.0.0.11 } ] } }   # ours
domain: { name: b.example }
dns:
  host:
    - { ip: 10.0.0.11, hostname: web }
`);
});
