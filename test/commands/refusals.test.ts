import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Mistake, mistakesOf } from './mistakes.ts';

/** Tasks whose arguments do not fit together: the code and what is said, and the text that is underlined. */
const REFUSALS: readonly [task: string, code: string, at: string, says: RegExp][] = [
  ['copy: { dest: /a }', 'copy-arguments', 'copy', /needs `src`.* or `content`/],
  ['copy: { src: a, content: b, dest: /a }', 'copy-arguments', 'b', /`src` or `content`/],
  ['copy: { content: b, dest: /a/ }', 'copy-arguments', '/a/', /`dest`/],
  ['include_vars: { name: a }', 'include-vars-arguments', 'include_vars', /either `file` or `dir`/],
  ['blockinfile: { path: /a, marker: b }', 'blockinfile-arguments', 'b', /no {mark}/],
  [
    'blockinfile: { path: /a, insertafter: b, insertbefore: c }',
    'blockinfile-arguments',
    'c',
    /either `insertafter`/,
  ],
  ['lineinfile: { path: /a }', 'lineinfile-arguments', 'lineinfile', /needs `line`/],
  ['lineinfile: { path: /a, state: present }', 'lineinfile-arguments', 'present', /needs `line`/],
  ['lineinfile: { path: /a, state: absent }', 'lineinfile-arguments', 'absent', /`line`, `regexp` or/],
  [
    'lineinfile: { path: /a, line: b, regexp: c, search_string: d }',
    'lineinfile-arguments',
    'd',
    /either `regexp` or `search_string`/,
  ],
  [
    'lineinfile: { path: /a, line: b, insertafter: c, insertbefore: d }',
    'lineinfile-arguments',
    'd',
    /either `insertafter` or `insertbefore`/,
  ],
  ['lineinfile: { path: /a, line: b, backrefs: true }', 'lineinfile-arguments', 'true', /needs `regexp`/],
  ['blockinfile: { path: /a, marker: "# x" }', 'blockinfile-arguments', '"# x"', /has no \{mark\}/],
  [
    'blockinfile: { path: /a, block: b, insertafter: c, insertbefore: d }',
    'blockinfile-arguments',
    'd',
    /either `insertafter` or `insertbefore`/,
  ],
  ['file: { path: /a, state: link }', 'file-arguments', 'link', /needs `src`/],
  ['file: { path: /a, state: directory, src: /b }', 'file-arguments', '/b', /`state: link`/],
  ['file: { path: /a, state: directory, content: b }', 'file-arguments', 'b', /`state: file`/],
  ['file: { path: /a, recurse: true }', 'file-arguments', 'true', /`state: absent`/],
  ['file: { path: /, state: absent }', 'file-arguments', '/', /root of the host/],
  ['file: { path: /usr, state: absent, recurse: true }', 'file-arguments', '/usr', /folder of the system/],
  [
    'modprobe: { name: br_netfilter, state: absent, persistent: present }',
    'modprobe-arguments',
    'present',
    /not loaded when the host boots/,
  ],
  ['user: { name: ada, password: secret }', 'unhashed-password', 'secret', /never the password/],
  ['package: { state: present }', 'package-name', 'package', /needs none/],
  ["find: { paths: /a, patterns: 'a(', use_regex: true }", 'find-pattern', "'a('", /`a\(`: /],
  ['wait_for: { timeout: 3 }', 'wait-arguments', 'wait_for', /port or path/],
  ['wait_for: { port: 22, path: /a }', 'wait-arguments', '/a', /either port or path/],
  [
    'wait_for: { port: 22, search_regex: a, state: absent }',
    'wait-arguments',
    'a',
    /closed port sends nothing/,
  ],
  ['add_host: { name: -x }', 'add-host', '-x', /begins with a dash/],
  ['pool: { name: p, target: { path: /a } }', 'pool-type', 'pool', /no type/],
  [
    'pool: { name: p, type: dir, xml: \'<pool type="dir"><target><path>/a</path></target></pool>\' }',
    'pool-sources',
    'pool',
    /xml and elements/,
  ],
  [
    'pool: { name: p, xml: \'<pool type="dir"><name>q</name><target><path>/a</path></target></pool>\' }',
    'pool-name',
    'p',
    /of "q"/,
  ],
  ['pool: { name: p, xml: <network/> }', 'pool-xml', '<network/>', /<network> stands for a pool/],
  [
    'pool: { name: p, type: netfs }',
    'pool-incomplete',
    'netfs',
    /needs source host, source dir, target path/,
  ],
  ['virt_pool: { name: n }', 'virt-pool', 'virt_pool', /no state, command or autostart/],
  ['virt: { name: n }', 'virt', 'virt', /no state, command or autostart/],
  ['virt: { name: n, command: define }', 'virt', 'define', /needs xml/],
  ['virt_net: { name: n }', 'virt-net', 'virt_net', /no state, command or autostart/],
  ['debug: {}', 'debug-arguments', 'debug', /either msg or var/],
  ['debug: { msg: a, var: inventory_hostname }', 'debug-arguments', 'debug', /either msg or var/],
  ['service: { state: started }', 'service-name', 'service', /daemon_reload/],
  ['service: { name: a, masked: true, enabled: true }', 'service-masked', 'true', /masked/],
  ['service: { name: a, masked: true, state: restarted }', 'service-masked', 'true', /masked/],
  ['uri: { url: "http://a/", body: { b: 1 } }', 'uri-arguments', '{ b: 1 }', /body_format: json/],
  ['pause: {}', 'invalid-argument', '{}', /seconds or minutes/],
  [
    'guest: { name: web, networks: [{ mac: "52:54:00:00:00:01" }] }',
    'guest-interface',
    '{ mac: "52:54:00:00:00:01" }',
    /neither network nor bridge/,
  ],
  [
    'guest: { name: web, networks: [{ network: a, bridge: b }] }',
    'guest-interface',
    '{ network: a, bridge: b }',
    /network and bridge/,
  ],
  [
    'guest: { name: web, networks: [{ bridge: a, portgroup: b }] }',
    'guest-interface',
    '{ bridge: a, portgroup: b }',
    /portgroup/,
  ],
  [
    'guest: { name: web, networks: [{ network: a, mac: "52:54:00:00:00:01" }, { bridge: b, mac: "52:54:00:00:00:01" }] }',
    'guest-mac',
    '"52:54:00:00:00:01"',
    /interface 1/,
  ],
  [
    'guest: { name: web, memory: 16, state: stopped, import: false }',
    'guest-install',
    'stopped',
    /virt-install/,
  ],
  [
    'guest_interface: { guest: web, mac: "52:54:00:00:00:01", vlan: 42 }',
    'guest-interface',
    'guest_interface',
    /neither network nor bridge/,
  ],
  [
    'guest_interface: { guest: web, mac: "52:54:00:00:00:01", network: a, bridge: b }',
    'guest-interface',
    'guest_interface',
    /network and bridge/,
  ],
  [
    'guest_interface: { guest: web, mac: "52:54:00:00:00:01", bridge: a, portgroup: b }',
    'guest-interface',
    'guest_interface',
    /portgroup/,
  ],
  ['dnsmasq: { name: a, path: /b, state: running }', 'dnsmasq-arguments', 'running', /present or absent/],
  [
    'dnsmasq: { name: a, interface: [b], state: present }',
    'dnsmasq-arguments',
    'present',
    /running, stopped or absent/,
  ],
  ['dnsmasq: { name: a, interface: [b], service: c }', 'dnsmasq-arguments', 'c', /path/],
  ['dnsmasq: { name: a }', 'dnsmasq-arguments', 'a', /listen-address/],
  [
    'dnsmasq: { name: a, interface: b, dhcp-host: [{ name: c, ip: 10.0.0.5 }, { name: d, ip: 10.0.0.5 }] }',
    'dnsmasq-arguments',
    '{ name: d, ip: 10.0.0.5 }',
    /10\.0\.0\.5 is reserved twice: for c and for d/,
  ],
  [
    'dnsmasq: { name: a, interface: b, dhcp-range: { start: 10.0.0.2, end: "fd00::2" } }',
    'dnsmasq-arguments',
    '"fd00::2"',
    /family/,
  ],
  [
    'dnsmasq: { name: a, interface: b, dhcp-range: [{ start: 10.0.0.2, end: 10.0.0.9, prefix: 24 }] }',
    'dnsmasq-arguments',
    '24',
    /netmask/,
  ],
  ['network: { name: a, xml: "<network><name>b</name></network>" }', 'network-name', 'a', /"b"/],
  [
    'network: { name: a, mtu: { size: 9000 }, xml: "<network><name>a</name></network>" }',
    'network-sources',
    'network',
    /more than one of template, xml/,
  ],
];

describe('arguments that do not fit together are mistakes in the playbook', () => {
  let found: ReadonlyMap<string, readonly Mistake[]>;
  beforeAll(async () => {
    found = await mistakesOf(
      REFUSALS.map(([task]) => task),
      { 'files/a': '' },
    );
  });

  it.each(REFUSALS)('%s', (task, _, at, says) => {
    const mistakes = found.get(task) ?? [];
    expect(mistakes.map(({ underlined }) => underlined)).toEqual([at]);
    expect(mistakes.map(({ text }) => text).join()).toMatch(says);
  });

  it('beside a file that is not there', async () => {
    const task = 'copy: { src: nowhere, content: b, dest: /a }';
    const mistakes = (await mistakesOf([task])).get(task) ?? [];
    expect(mistakes.map(({ underlined }) => underlined)).toEqual(['nowhere', 'b']);
  });

  it('of which each module that refuses something is tried', () => {
    const folder = join(import.meta.dirname, '../../src/modules');
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const codes = sources.flatMap((text) => [...text.matchAll(/code: '([a-z-]+)'/g)].map(([, code]) => code));
    const tried = new Set(REFUSALS.map(([, code]) => code));
    expect(codes.length).toBeGreaterThan(10);
    expect([...new Set(codes)].filter((code) => !tried.has(code ?? ''))).toEqual(['custom']);
  });
});
