import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { elementsOf, networkArguments } from '../../src/adopt/host/network-arguments.ts';
import { playbookText } from '../../src/adopt/written/project-files.ts';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { networkElements } from '../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { stamped } from '../../src/libvirt/ownership/stamp.ts';
import { readYaml } from '../../src/yaml/yaml.ts';
import { anyNetwork } from '../libvirt/arbitrary.ts';

const adopted = (persistent: Network, withIds = false) =>
  networkArguments(
    { name: persistent.name, state: { exists: true, active: true, autostart: true, persistent } },
    { withIds },
  );

it('any definition is written to the last attribute, in YAML that says the same', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const definition = canonical(stamped(network, undefined));
      const elements = elementsOf(definition);
      const task = { name: 'one', module: 'network', args: elements } as const;
      const text = playbookText([{ name: 'Networks', hosts: 'all', tasks: [task] }], false);
      const { value, problems } = readYaml(text, 'site.yaml', 'ansible');
      expect(problems).toEqual([]);
      const [{ tasks }] = value as [{ tasks: [{ network: object | null }] }];
      const read = JSON.parse(
        JSON.stringify(tasks[0].network ?? {}).replaceAll(/\{\{ '(\{[{%#])' \}\}/g, '$1'),
      );
      const again = z.strictObject(networkElements).parse(read);
      expect(canonical({ name: definition.name, ...again })).toEqual(definition);
    }),
  );
});

it('what libvirt makes up and fills in is not written', () => {
  const network: Network = {
    name: 'lab',
    uuid: '9a05da11-e96b-47f3-8253-a3a482e445f5',
    forward: {
      mode: 'nat',
      dev: 'eth0',
      interface: [{ dev: 'eth0' }],
      nat: { port: { start: 2000, end: 3000 } },
    },
    bridge: { name: 'virbr1', stp: 'on', delay: 0 },
    mac: { address: '52:54:00:0a:cd:21' },
    ip: [{ family: 'ipv6', address: 'fd00::1', prefix: 64 }],
    mtu: { size: 9000 },
    domain: { name: 'lab.example', localOnly: 'yes' },
  };
  expect(adopted(network)).toEqual({
    args: {
      name: 'lab',
      forward: { mode: 'nat', nat: { port: { start: 2000, end: 3000 } }, dev: 'eth0' },
      bridge: { name: 'virbr1' },
      ip: { address: 'fd00::1/64' },
      mtu: 9000,
      domain: { name: 'lab.example', localOnly: true },
    },
  });
});

it('a stopped network says so, and one that does not start with the host', () => {
  const persistent: Network = { name: 'lab', bridge: { name: 'virbr1' } };
  const of = (active: boolean, autostart: boolean) =>
    networkArguments(
      { name: 'lab', state: { exists: true, active, autostart, persistent } },
      { withIds: false },
    );
  const args = { name: 'lab', bridge: { name: 'virbr1' } };
  expect([of(true, true), of(true, false), of(false, true), of(false, false)]).toEqual([
    { args },
    { args: { ...args, autostart: false } },
    { args: { ...args, state: 'inactive', autostart: true } },
    { args: { ...args, state: 'inactive' } },
  ]);
});

it('what no task can describe is named with the reason', () => {
  const live: Network = { name: 'lab' };
  const transient = { exists: true, active: true, autostart: false, live } as const;
  expect(networkArguments({ name: 'lab', state: transient }, { withIds: false })).toEqual({
    undescribed: 'it is transient: it is gone when it stops, and nothing stores it',
  });
  expect(adopted({ name: 'lab', ip: [{ address: '10.0.0.1', prefix: 33 }] })).toEqual({
    undescribed: expect.stringContaining('33'),
  });
});
