import { expect, it } from 'vitest';
import { Expression } from '../../src/adopt/value.ts';
import { accepted } from './accepted.ts';

const network = (inner: string) => `<network><name>lab</name><bridge name='virbr1'/>${inner}</network>`;

it('a value that other hosts share becomes a variable with that default', () => {
  const task = 'bridge: virbr1\nmtu: 1400   # of all\ndomain: { name: "it\'s.example" }\nipv6: true\n';
  const found = accepted(task, network("<mtu size='9000'/><domain name='b.example'/>"), { isOwn: false });
  expect(found).toEqual({
    task: `bridge: virbr1
mtu: "{{ lab_mtu | default(1400) }}"   # of all
domain: { name: "{{ lab_domain_name | default('it\\\\'s.example') }}" }
ipv6: "{{ lab_ipv6 | default(true) }}"
`,
    variables: '',
    overrides: { lab_mtu: 9000, lab_domain_name: 'b.example', lab_ipv6: new Expression('{{ omit }}') },
    shared: {},
    refusals: [],
  });
});

it('a list that other hosts share goes to their variables as it is written', () => {
  const task = `bridge: virbr1
dns:
  host:
    # the web server
    - { ip: 10.0.0.11, hostname: web }   # first
    - ip: 10.0.0.12
      hostname: db
`;
  const dns = "<dns><host ip='10.0.0.11'><hostname>web</hostname></host></dns>";
  const found = accepted(task, network(dns), { isOwn: false });
  expect(found).toMatchObject({
    task: 'bridge: virbr1\ndns:\n  host: "{{ lab_dns_host }}"\n',
    overrides: { lab_dns_host: [{ ip: '10.0.0.11', hostname: 'web' }] },
    shared: {
      lab_dns_host: `
  - { ip: 10.0.0.11, hostname: web }   # first
  - ip: 10.0.0.12
    hostname: db`,
    },
  });
});

it('an expression is the default of its variable, and one among other text is left to a person', () => {
  const task =
    'bridge: virbr1\nip: { address: "{{ gateway }}/24", dhcp: { range: { start: "{{ host(net, 10) }}", end: 10.0.0.99 } } }\n';
  const inner = `<ip address='10.0.0.2' prefix='24'><dhcp><range start='10.0.0.20' end='10.0.0.99'/></dhcp></ip>`;
  const values = { '{{ gateway }}/24': '10.0.0.1/24', '{{ host(net, 10) }}': '10.0.0.10' };
  const found = accepted(task, network(inner), { isOwn: false, values });
  expect(found.refusals).toEqual(['ip.address is written for several hosts as {{ gateway }}/24']);
  expect(found.task).toContain(
    '{ start: "{{ lab_ip_dhcp_range_start | default(host(net, 10)) }}", end: 10.0.0.99 }',
  );
});
