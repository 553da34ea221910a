import type { Part, Value } from './part.ts';

/** A service that a host has from the beginning. */
export const UNIT = 'soak-a';
export const FOLDER = '/etc/soak';

const task = (name: string, args: object): Value => ({ name, task: () => args });
const path = (name: string) => `${FOLDER}/${name}`;

const RANGE = { start: '10.66.0.100', end: '10.66.0.150' };
/** The bridge has a port that is no guest's now and then. */
const UPLINK = { uplink_dhcp: true };
const names = (name: string, more: object): Value =>
  task(name, {
    dnsmasq: { name: 'd1', interface: ['br1'], 'no-resolv': true, 'dhcp-range': [RANGE], ...UPLINK, ...more },
  });

const content = (text: string) => task(text, { copy: { dest: path('content'), content: `${text}\n` } });
const folder = (mode: string) => task(mode, { file: { path: path('folder'), state: 'directory', mode } });
const link = (src: string) => task(src, { file: { path: path('link'), state: 'link', src } });
const line = (value: string) =>
  task(value, { lineinfile: { path: path('lines'), regexp: '^mine=', line: `mine=${value}`, create: true } });
const ttl = (value: number) => task(`${value}`, { sysctl: { key: 'net.ipv4.ip_default_ttl', value } });
const unit = (name: string, args: object) => task(name, { service: { name: UNIT, ...args } });

/** What lies around the networks of a host: dnsmasq, files, parameters of the kernel, services. */
export const FILES: readonly Part[] = [
  {
    name: 'd1',
    kind: 'dnsmasq',
    values: [
      names('plain', {}),
      names('bogus', { 'bogus-priv': true }),
      names('a reservation', { 'dhcp-host': [{ mac: '52:54:00:00:08:01', ip: '10.66.0.50', name: 'web' }] }),
      names('a name', { 'host-record': [{ name: 'gw.lab', ip: '10.66.0.1' }] }),
      task('absent', { dnsmasq: { name: 'd1', state: 'absent' } }),
    ],
  },
  { name: 'content', kind: 'file', values: [content('one'), content('two'), content('three')] },
  { name: 'folder', kind: 'file', values: [folder('0755'), folder('0700')] },
  { name: 'link', kind: 'file', values: [link('/etc'), link('/usr')] },
  { name: 'line', kind: 'file', values: [line('1'), line('2')] },
  {
    name: 'gone',
    kind: 'file',
    values: [
      task('there', { copy: { dest: path('gone'), content: 'there\n', mode: '0640' } }),
      task('absent', { file: { path: path('gone'), state: 'absent' } }),
    ],
  },
  { name: 'ttl', kind: 'kernel parameter', values: [ttl(64), ttl(65), ttl(66)] },
  {
    name: 'unit',
    kind: 'service',
    values: [
      unit('runs', { state: 'started', enabled: true }),
      unit('stopped', { state: 'stopped', enabled: true }),
      unit('disabled', { state: 'started', enabled: false }),
    ],
  },
];
