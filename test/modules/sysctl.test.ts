import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { sysctl } from '../../src/modules/sysctl.ts';
import { argvs, ask, parsed, trial } from './trial.ts';

const key = 'net.ipv4.ip_forward';
const PATH = '/etc/sysctl.d/60-virtfleet-net.ipv4.ip_forward.conf';
const stored: FileState = {
  kind: 'file',
  mode: '0644',
  owner: 'root',
  group: 'root',
  content: `${key} = 1\n`,
};
const absent: FileState = { kind: 'absent' };
const probeOf = (name: string) => sysctl.observe(sysctl.args.parse({ key: name, value: 1 })).running;

describe('a kernel parameter', () => {
  it('that runs and is stored needs nothing', () => {
    expect(trial(sysctl, { key, value: 1 }, { running: '1', stored }).differences).toEqual([]);
  });

  it('is set where it differs', () => {
    const both = trial(sysctl, { key, value: 1 }, { running: '0', stored: absent });
    expect(both.differences).toEqual([`running ${key}: 0 → 1`, `file ${PATH}: null → 24 bytes, mode 0644`]);
    expect(argvs(both.steps)).toEqual([['sysctl', '-q', '-w', `${key}=1`]]);
    expect(both.afterwards().changes).toEqual([]);
    const file = trial(sysctl, { key, value: 1 }, { running: '1', stored: { ...stored, content: 'x' } });
    expect(file.differences).toEqual([`file ${PATH}: content → new content`]);
    expect(file.afterwards().changes).toEqual([]);
  });

  it.each([
    ['absent', absent, `${key}=1\n`],
    ['with other lines', { ...stored, content: '# x\nvm.a=2\n' }, `# x\nvm.a=2\n${key}=1\n`],
    ['with another value', { ...stored, content: `a=1\n${key} = 0\nb=2\n` }, `a=1\n${key}=1\nb=2\n`],
  ] as const)('in a file of its own that is %s is one line of it', (_, file, text) => {
    const args = { key, value: 1, sysctl_file: '/etc/sysctl.d/65-lite.conf', sysctl_set: true };
    const { steps, afterwards } = trial(sysctl, args, { running: '1', stored: file });
    expect(steps).toMatchObject([{ do: 'write', content: text }]);
    expect(afterwards().changes).toEqual([]);
  });

  it('that a file of its own sets is left as it is written there', () => {
    const args = { key, value: 1, sysctl_file: '/x' };
    expect(
      trial(sysctl, args, { running: '1', stored: { ...stored, content: `${key} =  1` } }).steps,
    ).toEqual([]);
  });

  it('of several numbers is compared number by number', () => {
    const name = 'net.ipv4.tcp_rmem';
    expect(parsed(probeOf(name), '4096\t131072\t6291456\n')).toBe('4096 131072 6291456');
    expect(sysctl.args.parse({ key: name, value: ' 4096  131072\t6291456' }).value).toBe(
      '4096 131072 6291456',
    );
  });

  it('is read where its separators say', () => {
    const read = (name: string) => probeOf(name).ask;
    expect(read(key)).toMatchObject({ args: ['/proc/sys/net/ipv4/ip_forward'] });
    const slashes = 'net/ipv4/conf/eth0.100/forwarding';
    expect(read(slashes)).toMatchObject({ args: [`/proc/sys/${slashes}`] });
    expect(read('net.ipv4.conf.eth0/100.forwarding')).toMatchObject({ args: [`/proc/sys/${slashes}`] });
  });

  it('of this machine can be read, and one that is not there is said so', () => {
    expect(ask(probeOf('kernel.ostype'))).toBe('Linux');
    expect(() => ask(probeOf('kernel.no_such'))).toThrow('this kernel has no parameter kernel.no_such');
  });
});

it.each([
  ['-p.x', 1],
  ['net', 1],
  ['net..x', 1],
  ['net.a b', 1],
  ['net.$(id)', 1],
  [key, '1\nkernel.panic = 1'],
  [key, ' '],
])('refuses %j = %j', (name, value) => {
  expect(sysctl.args.safeParse({ key: name, value }).success).toBe(false);
});
