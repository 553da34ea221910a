import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../src/libvirt/compare/live-copy.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { stamped } from '../../src/libvirt/ownership/stamp.ts';
import {
  asPredicted,
  changesOf,
  commands,
  current,
  desired,
  NET,
  STORED,
  TAP,
  there,
} from './network-case.ts';

describe('changes of many reservations', () => {
  const mac = (index: number) => `52:54:00:00:01:${index.toString(16).padStart(2, '0')}`;
  const many = (first: number): Network => ({
    ...NET,
    ip: [
      {
        address: '10.7.0.1',
        prefix: 24,
        dhcp: {
          host: Array.from({ length: 12 }, (_, index) => ({
            mac: mac(index),
            name: `vm${index}`,
            ip: `10.7.0.${first + index}`,
          })),
        },
      },
    ],
  });
  const stamp = { project: 'p', playbook: 'site.yaml', task: 't', hash: 'h' };
  const persistent = stamped(
    canonical({ ...many(20), uuid: '3c1f6f2e-0d3a-4a44-9c56-0d0f8d5b7a11', mtu: { size: 1400 } }),
    stamp,
  );
  const before = current(there({ persistent, live: liveOf(persistent) }), [TAP]);

  it('store one definition, in which the rest stays, and make all live calls as one set', () => {
    const changes = changesOf(desired(many(40)), before);
    expect(changes).toHaveLength(12);
    expect(commands(changes)).toEqual(['net-define --validate /dev/stdin', 'virsh (12 commands)']);
    expect(changes.at(-1)?.impact).toEqual({
      disruption: 'service',
      note: 'its dnsmasq reloads; libvirt rewrites its firewall 12 times, which takes about 5 s',
    });
    const [define, set] = changes.flatMap(({ steps }) => steps);
    const moved = { ...persistent, ip: canonical(many(40)).ip };
    expect(define).toMatchObject({ stdin: serializeNetwork(moved as Network) });
    expect(set?.do === 'virsh-set' && set.commands.map((argv) => [argv[4], argv.at(-1)])).toEqual(
      Array.from({ length: 12 }, () => ['modify', '--live']),
    );
    const { network } = asPredicted(changes, before);
    expect(network).toMatchObject({ persistent: moved, live: { ip: moved.ip } });
    expect(changesOf(desired(many(40)), asPredicted(changes, before))).toEqual([]);
  });

  it('are a restart where that takes far longer and nobody is attached', () => {
    const large = (third: number): Network => ({
      ...NET,
      ip: [
        {
          address: '10.7.0.1',
          prefix: 16,
          dhcp: {
            host: Array.from({ length: 151 }, (_, index) => ({
              mac: mac(index),
              ip: `10.7.${third}.${index}`,
            })),
          },
        },
      ],
    });
    const stored = canonical(large(1));
    const state = there({ persistent: stored, live: liveOf(stored) });
    const impact = (changes: ReturnType<typeof changesOf>) => changes.at(-1)?.impact;
    const alone = changesOf(desired(large(2)), current(state));
    expect(impact(alone)).toMatchObject({
      disruption: 'service',
      note: 'the network is stopped and started; no guest is attached',
    });
    expect(alone.at(-1)?.steps).toMatchObject([{ do: 'detached' }]);
    const attached = changesOf(desired(large(2)), current(state, [TAP]));
    expect(impact(attached)?.note).toMatch(/^its dnsmasq reloads; .* 151 times, which takes about 61 s$/);
    const edited = there({ persistent: { ...stored, mtu: { size: 1400 } }, live: liveOf(stored) });
    expect(impact(changesOf(desired(large(2)), current(edited)))?.note).toMatch(/^its dnsmasq reloads/);
    const later = changesOf(desired(large(2), { apply: 'next-start' }), current(state));
    expect(impact(later)?.note).toMatch(/^its dnsmasq reloads/);
  });

  it('store nothing where only the live copy is wrong', () => {
    const changes = changesOf(desired(many(20)), current(there({ persistent, live: liveOf(STORED) }), [TAP]));
    expect(commands(changes)).toEqual(['virsh (12 commands)']);
  });
});
