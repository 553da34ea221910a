import { describe, expect, it } from 'vitest';
import { type Args, host, IP, NOTHING, planned, RANGE, VM1 } from './network-case.ts';

describe('null', () => {
  const full = {
    forward: { mode: 'nat' as const },
    domain: { name: 'by.hand' },
    metadata: '<a:x xmlns:a="urn:a"><a:y>1</a:y></a:x>',
    dns: { host: [{ ip: '10.7.0.5', hostname: ['web'] }], enable: 'yes' as const },
    ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [RANGE], host: [VM1] } }],
    portgroup: [
      { name: 'a', bandwidth: { inbound: { average: 5 } } },
      { name: 'b', bandwidth: { inbound: { average: 6 } } },
    ],
  };
  it.each<[string, object, string[]]>([
    ['an element', { domain: null }, ['domain name: by.hand → null']],
    ['an attribute', { domain: { name: 'by.hand', localOnly: null } }, []],
    ['a list', { dns: { host: null } }, ['DNS host web: web → null']],
    ['all below an element', { dns: null }, ['dns enable: yes → null', 'DNS host web: web → null']],
    [
      'what is in an entry',
      { portgroup: [{ name: 'a', bandwidth: null }] },
      ['portgroup a bandwidth inbound average: 5 → null'],
    ],
    [
      'DHCP of an address',
      { ip: { ...IP, dhcp: null } },
      ['DHCP range 10.7.0.100-10.7.0.150: present → null', 'reservation vm1: 10.7.0.10 → null'],
    ],
    [
      'a name of an entry known by another key',
      { ip: { ...IP, dhcp: { host: { name: 'vm1', ip: '10.7.0.10', mac: null } } } },
      ['reservation vm1 mac: 52:54:00:00:00:01 → null'],
    ],
    ['the mode', { forward: null }, ['forward mode: nat → none']],
    [
      'metadata, which stand on several lines',
      { metadata: null },
      ['metadata: <a:x xmlns:a="urn:a"> <a:y>1</a:y> </a:x> → null'],
    ],
  ])('unsets %s, whoever wrote it', (_case, elements, lines) => {
    const task = { forward: { mode: 'nat' }, ip: IP, ...elements } as Args;
    const told = planned(task, host(full)).lines;
    expect(told).toEqual(lines);
    expect(planned(task, host(undefined)).lines).toHaveLength(1);
  });
});

describe('xml', () => {
  const stored = {
    domain: { name: 'by.hand' },
    bridge: { name: 'virbr7', stp: 'off' as const },
    mac: { address: '52:54:00:00:00:77' },
    dns: { host: [{ ip: '10.7.0.5', hostname: ['web'] }], enable: 'no' as const },
    ip: [{ address: '10.7.0.1', prefix: 24, localPtr: 'yes' as const, dhcp: { host: [VM1] } }],
    forward: { mode: 'nat' as const },
  };
  const xml = "<network><name>net</name><ip address='10.7.0.1' netmask='255.255.255.0'/></network>";

  it('is the whole network, but for entries of lists', () => {
    expect(planned({ xml }, host(stored)).lines.filter((line) => !line.includes('('))).toEqual([
      'forward mode: nat → none',
      'bridge stp: off → on',
      'domain name: by.hand → null',
      'dns enable: no → null',
      'ip 10.7.0.1 localPtr: yes → null',
    ]);
  });

  it('is a part of it with merge', () => {
    expect(planned({ xml, merge: true }, host(stored)).lines).toEqual([]);
  });
});

describe('exclusive', () => {
  const stored = { ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [RANGE], host: [VM1] } }] };

  it('removes the last entry of a list that is not written any more', () => {
    const removed = ['reservation vm1: 10.7.0.10 → null'];
    expect(planned({ ip: IP, exclusive: ['ip.dhcp.host'] }, host(stored)).lines).toEqual(removed);
    expect(planned({ exclusive: ['ip.dhcp.host'] }, host(stored)).lines).toEqual(removed);
  });
});

it('keeps true that the network starts with the host, as making it does', () => {
  expect(
    planned({ ip: IP }, host({ ip: [{ address: '10.7.0.1', prefix: 24 }] }, NOTHING, false)).lines,
  ).toEqual(['network net autostart: off → on']);
});
