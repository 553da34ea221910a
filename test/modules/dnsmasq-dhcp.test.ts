import { describe, expect, it } from 'vitest';
import { lines } from './dnsmasq-file-case.ts';

const mac = '52:54:00:aa:bb:cc';

describe('the options of DHCP, router advertisements and network boot', () => {
  it.each([
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
    [{ 'enable-tftp': true, 'tftp-root': '/srv/tftp' }, ['enable-tftp', 'tftp-root=/srv/tftp']],
    [{ 'dhcp-boot': { file: '/pxelinux.0', server: '10.0.0.1' } }, ['dhcp-boot="/pxelinux.0",,10.0.0.1']],
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
  ])('%j are written as dnsmasq reads them', (args, text) => {
    expect(lines(args)).toEqual(text);
  });
});
