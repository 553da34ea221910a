import { describe, expect, it } from 'vitest';
import { allGuests } from '../../src/libvirt/observe/all-guests.ts';
import { virt } from '../../src/modules/virt.ts';
import type { Probe } from '../../src/plan/probe.ts';
import { trial } from './trial.ts';

const XML = "<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>2</vcpu></domain>";
const definition = { memory: 65536, vcpus: 2, maximumVcpus: 2, interfaces: [] };
const around = { attachments: [], networks: [], ports: [], host: { links: [], routes: [] } };
const off = { exists: true, uuid: 'u', state: 'shut off', autostart: false, persistent: definition };
const on = (args: object, guest: object = off) =>
  trial(virt, { name: 'web', ...args } as never, { guest, ...around } as never);

const STATS = `Domain: 'web'
  state.state=3
  cpu.time=180000000
  balloon.current=32768
  balloon.maximum=65536
  vcpu.current=2
  vcpu.maximum=2

Domain: 'off'
  state.state=5
  cpu.time=160000000
  balloon.current=65536
  balloon.maximum=65536
  vcpu.current=1
  vcpu.maximum=2

`;
const NODE = `CPU model:           x86_64
CPU(s):              2
CPU frequency:       2596 MHz
CPU socket(s):       1
Core(s) per socket:  2
Thread(s) per core:  1
NUMA cell(s):        1
Memory size:         15165652 KiB

`;

describe('a guest in the words of Ansible', () => {
  it('is defined where it is not there, and neither started nor started with the host', () => {
    const made = on({ command: 'define', xml: XML }, { exists: false });
    expect(made.differences).toEqual(['guest web: null → shut off']);
    expect(made.steps).toEqual([{ do: 'virsh', argv: ['define', '--file', '/dev/stdin'], stdin: XML }]);
    expect(made.afterwards().changes).toEqual([]);
    expect(
      trial(virt, { command: 'define', xml: XML }, { guest: off, ...around } as never).differences,
    ).toEqual([]);
  });

  it.each([
    [{ state: 'running' }, ['guest web: shut off → running']],
    [{ command: 'start' }, ['guest web: shut off → running']],
    [{ state: 'shutdown' }, []],
    [{ command: 'destroy' }, []],
    [{ autostart: true }, ['guest web: autostart: false → true']],
    [{ command: 'define', xml: XML }, []],
    [{ command: 'define', xml: XML.replace('64', '128') }, ['guest web: memory: 64 MiB → 128 MiB']],
    [{ command: 'undefine' }, ['guest web: shut off → null']],
  ])('%j of one that is shut off: %j', (args, changes) => {
    expect(on(args).differences).toEqual(changes);
  });

  it('that is not there can only be defined', () => {
    for (const args of [{ command: 'undefine' }, { state: 'running' }, { autostart: true }])
      expect(on(args, { exists: false }).plan.failure).toMatch(/web is not found/);
  });

  it('is listed with its state', () => {
    const answer = (stdout: string) => ({ status: 0, stdout: Buffer.from(stdout), stderr: Buffer.from('') });
    const all = allGuests.parse([answer('a\nb\nc\n'), answer('b\n'), answer(''), answer('a\n')]);
    const told = (args: object) => trial(virt, args as never, { said: all } as never).plan;
    expect(told({ command: 'list_vms' }).result).toEqual({ list_vms: ['a', 'b', 'c'] });
    expect(told({ command: 'list_vms', state: 'running' }).result).toEqual({ list_vms: ['b'] });
    expect(told({ command: 'status', name: 'a' }).result).toEqual({ status: 'shutdown' });
    expect(told({ command: 'status', name: 'x' }).failure).toMatch(/not found/);
  });

  it('tells numbers of guests and of its host as Ansible does', () => {
    const answers = (...texts: string[]) =>
      texts.map((text) => ({ status: 0, stdout: Buffer.from(text), stderr: Buffer.from('') }));
    const told = (args: object, ...texts: string[]) => {
      const { probes } = trial(virt, args as never, { said: [] } as never);
      const said = (probes.said as Probe).parse(answers(...texts));
      return trial(virt, args as never, { said } as never).plan;
    };
    expect(told({ command: 'info' }, STATS, 'off\n').result).toEqual({
      web: {
        ...{ state: 'paused', maxMem: '65536', memory: '32768', nrVirtCpu: 2, cpuTime: '180000000' },
        autostart: 0,
      },
      off: {
        ...{ state: 'shutdown', maxMem: '65536', memory: '65536', nrVirtCpu: 1, cpuTime: '0' },
        autostart: 1,
      },
    });
    expect(told({ command: 'nodeinfo' }, NODE).result).toEqual({
      ...{ cpumodel: 'x86_64', cpus: '2', cpumhz: '2596', sockets: '1', cpucores: '2', cputhreads: '1' },
      ...{ numanodes: '1', phymemory: '14810' },
    });
    expect(told({ command: 'freemem' }, '\nTotal: 6148672 KiB\n').result).toEqual({ freemem: 6296240128 });
    expect(
      told({ command: 'virttype' }, 'Using API: QEMU 9.0.0\nRunning hypervisor: QEMU 7.2.22\n').result,
    ).toEqual({
      virttype: 'QEMU',
    });
    const xml = { command: 'get_xml', name: 'web' };
    expect(told(xml, '<domain>\n</domain>\n\n').result).toEqual({ get_xml: '<domain>\n</domain>\n' });
    expect(trial(virt, xml as never, { said: undefined } as never).plan.failure).toMatch(/web is not found/);
    const mistakes = (command: string) => trial(virt, { command } as never, { said: [] } as never).complaints;
    expect([mistakes('get_xml'), mistakes('info')]).toEqual([[''], []]);
    expect(trial(virt, xml as never, { said: 'later' } as never).plan.changes).toMatchObject([
      { bookkeeping: true, proof: 'opaque', steps: [] },
    ]);
    const guest = { exists: true, uuid: 'u' };
    expect(trial(virt, { ...xml, command: 'uuid' } as never, { said: guest } as never).plan.result).toEqual({
      uuid: 'u',
    });
  });

  it.each([
    [{}, ['']],
    [{ command: 'define' }, ['command']],
    [{ command: 'define', xml: '<network/' }, ['xml']],
    [{ command: 'define', xml: XML.replace('web', 'other') }, ['name']],
  ])('%j is a mistake', (args, at) => {
    expect(on(args).complaints).toEqual(at);
  });
});
