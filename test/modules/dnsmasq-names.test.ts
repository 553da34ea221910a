import { describe, expect, it } from 'vitest';
import { lines } from './dnsmasq-file-case.ts';

describe('the options of the name service, and where it listens', () => {
  it.each([
    [{}, []],
    [{ port: 0 }, ['port=0']],
    [{ interface: ['br0', 'br1'] }, ['interface=br0', 'interface=br1']],
    [{ 'listen-address': ['10.0.0.1', '::1'] }, ['listen-address=10.0.0.1', 'listen-address=::1']],
    [{ 'bind-interfaces': true, 'no-resolv': true }, ['bind-interfaces', 'no-resolv']],
    [{ 'bind-dynamic': true, domain: 'lab.example' }, ['bind-dynamic', 'domain=lab.example']],
    [
      { server: [{ address: '9.9.9.9' }, { address: '10.0.0.53', domain: 'corp.example' }] },
      ['server=9.9.9.9', 'server=/corp.example/10.0.0.53'],
    ],
    [{ 'host-record': [{ name: 'gw.lab', ip: '10.0.0.1' }] }, ['host-record=gw.lab,10.0.0.1']],
    [{ address: [{ domain: 'lab.example', ip: '10.0.0.1' }] }, ['address=/lab.example/10.0.0.1']],
    [{ server: [{ address: '10.0.0.53', port: 5353 }] }, ['server=10.0.0.53#5353']],
    [
      { 'expand-hosts': true, local: ['lab.example'], 'cache-size': 0 },
      ['local=/lab.example/', 'expand-hosts', 'cache-size=0'],
    ],
    [{ cname: [{ cname: 'www.lab', target: 'web.lab' }] }, ['cname=www.lab,web.lab']],
    [
      { 'srv-host': [{ name: '_ldap._tcp.lab', target: 'web.lab', port: 389 }] },
      ['srv-host=_ldap._tcp.lab,web.lab,389,0,0'],
    ],
    [{ 'txt-record': [{ name: 'about.lab', text: ['a b', 'c'] }] }, ['txt-record=about.lab,"a b","c"']],
    [
      { 'ptr-record': [{ name: '5.0.0.10.in-addr.arpa', target: 'five.lab' }] },
      ['ptr-record=5.0.0.10.in-addr.arpa,five.lab'],
    ],
    [
      { server: ['9.9.9.9', { domain: ['a.lab', 'b.lab'], address: '#' }, { domain: 'c.lab' }] },
      ['server=9.9.9.9', 'server=/a.lab/b.lab/#', 'server=/c.lab/'],
    ],
    [
      { server: { address: '10.0.0.53', interface: 'br0', source: '10.0.0.1' } },
      ['server=10.0.0.53@br0@10.0.0.1'],
    ],
    [
      { 'rev-server': { network: '10.0.0.0/24', address: '10.0.0.53' } },
      ['rev-server=10.0.0.0/24,10.0.0.53'],
    ],
    [
      { domain: ['lab.example', { name: 'b.example', network: '10.0.0.0/24', local: true }] },
      ['domain=lab.example', 'domain=b.example,10.0.0.0/24,local'],
    ],
    [
      {
        address: [
          { domain: '#', ip: '10.0.0.80' },
          { domain: ['a.lab', 'b.lab'], ip: '#' },
          { domain: 'ads' },
        ],
      },
      ['address=/#/10.0.0.80', 'address=/a.lab/b.lab/#', 'address=/ads/'],
    ],
    [
      { cname: { cname: ['www.lab', '*.w.lab'], target: 'web.lab', ttl: 0 } },
      ['cname=www.lab,*.w.lab,web.lab,0'],
    ],
    [
      { 'host-record': { name: ['nas', 'nas.lab'], ip: ['10.0.0.9', 'fd00::9'] } },
      ['host-record=nas,nas.lab,10.0.0.9,fd00::9'],
    ],
    [{ 'mx-host': { name: 'lab', target: 'mail.lab', preference: 10 } }, ['mx-host=lab,mail.lab,10']],
    [{ 'interface-name': { name: 'gw.lab', interface: 'br0' } }, ['interface-name=gw.lab,br0']],
    [
      {
        'all-servers': true,
        'no-negcache': false,
        'neg-ttl': 60,
        'addn-hosts': ['/etc/a', '/etc/b'],
        'log-async': true,
        'caa-record': 'lab,0,issue,"x # y"',
      },
      [
        'all-servers',
        'addn-hosts=/etc/a',
        'addn-hosts=/etc/b',
        'caa-record=lab,0,issue,"x # y"',
        'neg-ttl=60',
        'log-async',
      ],
    ],
  ])('%j are written as dnsmasq reads them', (args, text) => {
    expect(lines(args)).toEqual(text);
  });
});
