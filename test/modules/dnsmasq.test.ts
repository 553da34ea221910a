import { describe, expect, it } from 'vitest';
import { dnsmasq } from '../../src/modules/dnsmasq.ts';
import type { FileState } from '../../src/plan/files.ts';
import { ProblemError } from '../../src/problem.ts';
import { argvs, trial } from './trial.ts';

const PATH = '/etc/dnsmasq.d/guests.conf';
const absent: FileState = { kind: 'absent' };
const own = { kind: 'file', mode: '0644', owner: 'root', group: 'root' } as const;
const on = (file: FileState, args: object = {}, seen: { cutOff?: boolean; program?: boolean } = {}) => {
  const { program = true, ...rest } = seen;
  const host = { program, files: {}, instances: {} };
  return trial(
    dnsmasq,
    { name: 'guests', path: PATH, ...args },
    { conf: file, host, links: { links: ['br0', 'br1'], routes: [] }, cutOff: false, tested: null, ...rest },
  );
};
/** The lines that dnsmasq would read. */
const lines = (args: object) =>
  (on(absent, args).plan.changes[0]?.diff?.after ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('the file', () => {
  it('is tested, then written', () => {
    const made = on(absent, { interface: ['br0'] });
    expect(made.steps).toMatchObject([
      { do: 'script', script: expect.stringContaining('dnsmasq --test'), args: [] },
      { do: 'write', path: PATH, mode: '0644' },
    ]);
    expect(made.impacts).toEqual([{ disruption: 'none' }]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('is kept until the unit that is named has taken it, which must be able to restart', () => {
    const made = on(absent, { service: 'dnsmasq' });
    expect(made.steps.map((step) => (step.do === 'script' ? step.label : step.do))).toEqual([
      'dnsmasq --test',
      'keep the old files',
      'write',
      'systemctl restart dnsmasq.service',
    ]);
    expect(argvs(made.steps)[0]?.at(-1)).toBe('dnsmasq.service');
    expect(made.impacts).toEqual([{ disruption: 'service', note: 'dnsmasq.service restarts' }]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('is taken by the unit, where a change was cut off before', () => {
    const content = on(absent).plan.changes[0]?.diff?.after ?? '';
    const cutOff = { cutOff: true };
    for (const [file, args] of [
      [{ ...own, content }, { service: 'dnsmasq' }],
      [absent, { service: 'dnsmasq', state: 'absent' }],
    ] as const) {
      const found = on(file, args, cutOff);
      expect(found.differences).toEqual(['unit dnsmasq.service: has its old files → restarted']);
      expect(found.afterwards().changes).toEqual([]);
    }
  });

  it('needs the program, unless it goes away', () => {
    const without = { program: false };
    expect(on(absent, {}, without).plan.failure).toMatch(/^ {2}package: \{ name: dnsmasq-base \}$/m);
    expect(on(absent, { state: 'absent' }, without).plan.failure).toBeUndefined();
  });

  it('needs nothing when it is as it should be, and is repaired when not', () => {
    const content = on(absent).plan.changes[0]?.diff?.after ?? '';
    expect(content).not.toBe('');
    expect(on({ ...own, content }).differences).toEqual([]);
    expect(on({ ...own, content: 'port=1\n' }).differences).toEqual([`file ${PATH}: content → new content`]);
  });

  it('goes away', () => {
    const one = on({ ...own, content: 'port=1\n' }, { state: 'absent', service: 'dnsmasq' });
    expect(one.steps).toMatchObject([{ do: 'script' }, { do: 'remove', path: PATH }, { do: 'script' }]);
    expect(one.afterwards().changes).toEqual([]);
    expect(on(absent, { state: 'absent' }).differences).toEqual([]);
  });
});

describe('the options', () => {
  const mac = '52:54:00:aa:bb:cc';
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
    [
      { 'dhcp-range': [{ start: '10.0.0.2', end: '10.0.0.9', netmask: '255.255.255.0', lease: '1h' }] },
      ['dhcp-range=10.0.0.2,10.0.0.9,255.255.255.0,1h'],
    ],
    [
      {
        'dhcp-host': [
          { mac, ip: '10.0.0.5', name: 'web', lease: 'infinite' },
          { mac, name: 'db' },
        ],
      },
      [`dhcp-host=${mac},10.0.0.5,web,infinite`, `dhcp-host=${mac},db`],
    ],
    [{ 'dhcp-host': [{ mac, ip: '2001:db8::5' }] }, [`dhcp-host=${mac},[2001:db8::5]`]],
    [
      {
        'dhcp-option': [
          { option: 'router', value: ['10.0.0.1'] },
          { number: 42, value: ['10.0.0.2', '10.0.0.3'] },
        ],
      },
      ['dhcp-option=option:router,10.0.0.1', 'dhcp-option=42,10.0.0.2,10.0.0.3'],
    ],
    [{ 'host-record': [{ name: 'gw.lab', ip: '10.0.0.1' }] }, ['host-record=gw.lab,10.0.0.1']],
    [{ address: [{ domain: 'lab.example', ip: '10.0.0.1' }] }, ['address=/lab.example/10.0.0.1']],
    [{ 'dhcp-range': [{ start: '10.0.0.0', mode: ['static'] }] }, ['dhcp-range=10.0.0.0,static']],
    [
      { 'dhcp-range': [{ start: '2001:db8::', mode: ['ra-only', 'ra-names'], prefix: 64, lease: '1h' }] },
      ['dhcp-range=2001:db8::,ra-only,ra-names,64,1h'],
    ],
    [
      {
        'dhcp-option': [
          { option6: 'dns-server', value: ['2001:db8::1'] },
          { option6: 24, value: ['lab.example'] },
        ],
      },
      ['dhcp-option=option6:dns-server,[2001:db8::1]', 'dhcp-option=option6:24,lab.example'],
    ],
    [{ server: [{ address: '10.0.0.53', port: 5353 }] }, ['server=10.0.0.53#5353']],
    [
      { 'expand-hosts': true, local: ['lab.example'], 'cache-size': 0 },
      ['local=/lab.example/', 'expand-hosts', 'cache-size=0'],
    ],
    [{ 'enable-tftp': true, 'tftp-root': '/srv/tftp' }, ['enable-tftp', 'tftp-root=/srv/tftp']],
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
    [{ 'dhcp-boot': { file: '/pxelinux.0', server: '10.0.0.1' } }, ['dhcp-boot="/pxelinux.0",,10.0.0.1']],
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
      { 'dhcp-range': { start: '10.0.0.2', end: '10.0.0.9', tag: 'known', set: ['lab', 'x'] } },
      ['dhcp-range=tag:known,set:lab,set:x,10.0.0.2,10.0.0.9'],
    ],
    [{ 'dhcp-range': { start: '10.0.0.0', mode: 'proxy' } }, ['dhcp-range=10.0.0.0,proxy']],
    [
      {
        'dhcp-range': {
          start: '::100',
          end: '::1ff',
          'construct-from': 'br0',
          mode: ['ra-names'],
          prefix: 64,
        },
      },
      ['dhcp-range=::100,::1ff,constructor:br0,ra-names,64'],
    ],
    [
      {
        'dhcp-host': {
          mac: [mac, '52:54:00:aa:bb:cd'],
          ip: ['10.0.0.5', '2001:db8::5'],
          name: 'web',
          set: 'red',
        },
      },
      [`dhcp-host=${mac},52:54:00:aa:bb:cd,set:red,10.0.0.5,[2001:db8::5],web`],
    ],
    [
      {
        'dhcp-host': [
          { mac: '52:54:00:*:*:*', ignore: true },
          { id: '01:02', ip: '10.0.0.6' },
        ],
      },
      ['dhcp-host=52:54:00:*:*:*,ignore', 'dhcp-host=id:01:02,10.0.0.6'],
    ],
    [{ 'dhcp-host': [{ name: 'lap', ip: '10.0.0.7', tag: '!x' }] }, ['dhcp-host=tag:!x,10.0.0.7,lap']],
    [
      {
        'dhcp-option': [
          { option: 'router' },
          { option: 'mtu', value: 9000 },
          { number: 66, text: '10.0.0.3' },
          { number: 252, text: '\n' },
          { tag: ['a', '!b'], vendor: 'PXEClient', number: 6, value: '2b' },
          { encap: 175, number: 190, text: 'a, "b"', force: true },
        ],
      },
      [
        'dhcp-option=option:router',
        'dhcp-option=option:mtu,9000',
        'dhcp-option=66,"10.0.0.3"',
        'dhcp-option=252,"\\n"',
        'dhcp-option=tag:a,tag:!b,vendor:PXEClient,6,2b',
        'dhcp-option-force=encap:175,190,"a, \\"b\\""',
      ],
    ],
    [
      {
        'dhcp-match': [
          { set: 'efi', option: 'client-arch', value: 7 },
          { set: 'ipxe', number: 175 },
          { set: 'c', 'vi-encap': 9 },
        ],
        'dhcp-userclass': { set: 'ipxe', class: 'iPXE' },
        'dhcp-vendorclass': { set: 'pxe', class: 'PXE, Client' },
        'dhcp-mac': { set: 'red', mac: '52:54:00:*:*:*' },
        'tag-if': { set: 'new', tag: ['efi', '!ipxe'] },
        'dhcp-ignore': { tag: ['evil', '!known'] },
      },
      [
        'dhcp-match=set:efi,option:client-arch,7',
        'dhcp-match=set:ipxe,175',
        'dhcp-match=set:c,vi-encap:9',
        'dhcp-vendorclass=set:pxe,"PXE, Client"',
        'dhcp-userclass=set:ipxe,"iPXE"',
        'dhcp-mac=set:red,52:54:00:*:*:*',
        'tag-if=set:new,tag:efi,tag:!ipxe',
        'dhcp-ignore=tag:evil,tag:!known',
      ],
    ],
    [
      {
        'dhcp-boot': [
          { tag: ['efi', '!ipxe'], file: 'ipxe.efi' },
          { tag: 'ipxe', file: 'http://10.0.0.3/${net0/mac}?a=1,2#x' },
          { file: 'pxelinux.0', servername: 'boot', server: '10.0.0.3' },
          { file: 'b', servername: 'boot' },
        ],
      },
      [
        'dhcp-boot=tag:efi,tag:!ipxe,"ipxe.efi"',
        'dhcp-boot=tag:ipxe,"http://10.0.0.3/${net0/mac}?a=1,2#x"',
        'dhcp-boot="pxelinux.0",boot,10.0.0.3',
        'dhcp-boot="b",boot',
      ],
    ],
    [
      {
        'pxe-prompt': { prompt: 'Press F8, or wait', timeout: 0 },
        'pxe-service': [
          { csa: 'x86PC', menu: 'Local, disk', boot: 0 },
          { csa: 7, menu: 'UEFI', boot: 'boot', server: '10.0.0.3', tag: 'efi' },
        ],
      },
      [
        'pxe-prompt="Press F8, or wait",0',
        'pxe-service=x86PC,"Local, disk",0',
        'pxe-service=tag:efi,7,"UEFI",boot,10.0.0.3',
      ],
    ],
    [
      {
        'ra-param': [
          { interface: 'br0', mtu: 1400, priority: 'high', interval: 60, lifetime: 1200 },
          { interface: '*', lifetime: 0 },
        ],
      },
      ['ra-param=br0,mtu:1400,high,60,1200', 'ra-param=*,0,0'],
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

  it.each(['a\nlog-queries', 'a,b', 'a#b', '"a"'])('cannot carry the value %j', (value) => {
    expect(() => lines({ 'dhcp-option': [{ option: 'bootfile-name', value: [value] }] })).toThrow(
      ProblemError,
    );
  });

  it.each([
    ['name', '../x'],
    ['interface', ['br0\nlog-queries']],
    ['listen-address', ['localhost']],
    ['port', 65536],
    ['domain', 'a b'],
    ['dhcp-range', [{ start: '10.0.0.2', end: '10.0.0.x' }]],
    ['dhcp-range', [{ start: '10.0.0.2' }]],
    ['dhcp-option', [{ option6: 'dns-server', number: 3, value: [] }]],
    ['dhcp-host', [{ mac }]],
    ['dhcp-host', [{ mac: 'x', ip: '10.0.0.5' }]],
    ['dhcp-option', [{ option: 'router', number: 3, value: [] }]],
    ['dhcp-host', [{ ip: '10.0.0.5' }]],
    ['dhcp-boot', { server: '10.0.0.3' }],
    ['dhcp-boot', 'pxelinux.0'],
    ['dhcp-match', { set: '!x', number: 175 }],
    ['dhcp-match', { set: 'x', number: 175, option: 'client-arch' }],
    ['dhcp-option', { number: 66, value: 'a', text: 'b' }],
    ['dhcp-option', { number: 66, text: 'a\u0007' }],
    ['server', {}],
    ['neg-ttl', true],
    ['neg-ttl', '60\nuser=root'],
    ['all-servers', 'yes'],
    ['user', 'root'],
    ['pid-file', '/run/x'],
    ['service', '-x'],
  ])('do not take the %s %j', (key, value) => {
    expect(dnsmasq.args.safeParse({ name: 'guests', [key]: value }).success).toBe(false);
  });
});
