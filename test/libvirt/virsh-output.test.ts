import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { parseVersion } from '../../src/libvirt/model/version.ts';
import { parseDomain } from '../../src/libvirt/observe/domain.ts';
import { parseLeases } from '../../src/libvirt/observe/leases.ts';
import { parseNetInfo } from '../../src/libvirt/observe/net-info.ts';
import { ProbeError } from '../../src/plan/probe.ts';
import { isAtLeast } from '../../src/versions/version.ts';

describe.each(['9.0', '11.3'])('libvirt %s', (version) => {
  test('version', () => {
    const [major, minor] = parseVersion(recorded(`virsh-version-libvirt-${version}.txt`));
    expect(`${major}.${minor}`).toBe(version);
  });

  test('net-info', () => {
    expect(parseNetInfo(recorded(`net-info-libvirt-${version}-active.txt`))).toEqual({
      name: 'rec orders',
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      active: true,
      persistent: true,
      autostart: true,
      bridge: 'virbr77',
    });
    const inactive = parseNetInfo(recorded(`net-info-libvirt-${version}-inactive.txt`));
    expect(inactive).toMatchObject({ active: false, autostart: false, bridge: 'virbr0' });
  });

  test.each(['live', 'inactive'])('net-dumpxml, %s: nothing is lost', (side) => {
    const dump = recorded(`net-dumpxml-libvirt-${version}-nat-${side}.xml`).trimEnd();
    expect(serializeNetwork(parseNetwork(dump)).trimEnd()).toBe(dump);
  });

  test('dumpxml of a running guest', () => {
    const { name, running, interfaces } = parseDomain(recorded(`dumpxml-libvirt-${version}-running.xml`));
    const plugged = { bridge: 'virbr77' };
    expect({ name, running, interfaces }).toEqual({
      name: 'rec-vm1',
      running: true,
      interfaces: [
        {
          type: 'network',
          mac: mac(1),
          network: 'rec orders',
          portgroup: 'slow',
          target: 'vnet1',
          ...plugged,
        },
        { type: 'bridge', mac: mac(2), target: 'vnet2', ...plugged },
        { type: 'user', mac: mac(3) },
      ],
    });
  });

  test('dumpxml of a guest that is shut off', () => {
    const { running, interfaces } = parseDomain(recorded(`dumpxml-libvirt-${version}-inactive.xml`));
    expect(running).toBe(false);
    expect(interfaces[0]).toEqual({ type: 'network', mac: mac(1), network: 'rec orders', portgroup: 'slow' });
  });

  test('net-dhcp-leases, with a blank in a name', () => {
    expect(parseLeases(recorded(`net-dhcp-leases-libvirt-${version}.txt`))).toMatchObject([
      { mac: mac(1), ip: '10.77.70.10', hostname: 'vm1', clientId: `01:${mac(1)}` },
      {
        mac: mac(9),
        ip: '10.77.70.110',
        hostname: 'guest nine',
        expires: expect.stringMatching(/^2026-11-24 11:/),
      },
    ]);
  });

  test('net-dhcp-leases as `virsh -q` prints it, with a lease that never expires', () => {
    expect(parseLeases(recorded(`net-dhcp-leases-libvirt-${version}-quiet.txt`))).toEqual([
      {
        expires: '2033-01-22 09:46:40',
        mac: mac(1),
        ip: '192.168.122.10',
        hostname: 'vm1',
        clientId: `01:${mac(1)}`,
      },
      {
        expires: '2033-01-22 09:46:40',
        mac: mac(9),
        ip: '192.168.122.110',
        hostname: 'guest  nine',
        clientId: `01:${mac(9)}`,
      },
      { mac: '52:54:00:aa:00:0a', ip: '192.168.122.111' },
    ]);
  });
});

test('no leases are an empty table', () => {
  expect(parseLeases('\n')).toEqual([]);
  expect(parseLeases(recorded('net-dhcp-leases-libvirt-9.0-none.txt'))).toEqual([]);
});

test('a network that is gone has no name', () => {
  expect(parseNetInfo('')).toMatchObject({ name: '', active: false });
});

test('the version of the daemon counts before that of the library', () => {
  expect(parseVersion('Using library: libvirt 9.0.0\nRunning against daemon: 8.10.1\n')).toEqual([8, 10, 1]);
});

test.each([
  ['9.0.0 is not 9.7.0', [9, 0, 0], [9, 7, 0], false],
  ['10.0.0 is newer than 9.7.0', [10, 0, 0], [9, 7, 0], true],
  ['9.7.0 is 9.7.0', [9, 7, 0], [9, 7, 0], true],
  ['9.7.0 is older than 9.7.1', [9, 7, 0], [9, 7, 1], false],
] as const)('%s', (_case, version, desired, expected) => {
  expect(isAtLeast(version, desired)).toBe(expected);
});

test.each([
  ['version', () => parseVersion('error: no')],
  ['net-dhcp-leases', () => parseLeases('error: no')],
  ['dumpxml', () => parseDomain('<network/>')],
  ['dumpxml', () => parseDomain('<domain')],
])('what nobody understands is no answer: %s', (_command, read) => {
  expect(read).toThrow(ProbeError);
});

function recorded(name: string): string {
  return readFileSync(new URL(`../recorded/${name}`, import.meta.url), 'utf8');
}

function mac(last: number): string {
  return `52:54:00:aa:00:0${last}`;
}
