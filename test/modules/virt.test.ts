import { describe, expect, it } from 'vitest';
import { allGuests } from '../../src/libvirt/observe/all-guests.ts';
import { virt } from '../../src/modules/virt.ts';
import { trial } from './trial.ts';

const XML = "<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>2</vcpu></domain>";
const definition = { memory: 65536, vcpus: 2, maximumVcpus: 2, interfaces: [] };
const around = { attachments: [], networks: [], ports: [], host: { links: [], routes: [] } };
const off = { exists: true, uuid: 'u', state: 'shut off', autostart: false, persistent: definition };
const on = (args: object, guest: object = off) =>
  trial(virt, { name: 'web', ...args } as never, { guest, ...around } as never);

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
    const told = (args: object) => trial(virt, args as never, { all } as never).plan;
    expect(told({ command: 'list_vms' }).result).toEqual({ list_vms: ['a', 'b', 'c'] });
    expect(told({ command: 'list_vms', state: 'running' }).result).toEqual({ list_vms: ['b'] });
    expect(told({ command: 'status', name: 'a' }).result).toEqual({ status: 'shutdown' });
    expect(told({ command: 'status', name: 'x' }).failure).toMatch(/not found/);
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
