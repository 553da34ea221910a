import { describe, expect, it } from 'vitest';
import { dnsmasq } from '../../src/modules/dnsmasq.ts';
import { ProblemError } from '../../src/problem.ts';
import { lines } from './dnsmasq-file-case.ts';

const mac = '52:54:00:aa:bb:cc';

describe('the options', () => {
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
