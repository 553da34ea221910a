import { z } from 'zod';
import { bridgeArguments, linkName } from '../netplan/arguments.ts';
import { bridgeChanges, bridgeRemoval } from '../netplan/bridge-changes.ts';
import { type LinkState, linkAt } from '../netplan/probes.ts';
import { fileAt } from '../plan/files.ts';
import { changes } from '../plan/plan.ts';
import type { Probe, Probes } from '../plan/probe.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

export const bridge = defineModule({
  name: 'bridge',
  summary: 'A bridge of the host, by a netplan file of its own',
  description:
    "The arguments have netplan's own names, see netplan-yaml(5). The file and the kernel are both looked at.",
  example: `bridge:
  name: br0
  interfaces: [eth1]
  addresses: [192.168.1.100/24]
  parameters: { stp: false, forward-delay: 0 }`,
  args: z.strictObject({
    name: linkName.describe('Name of the bridge'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether it is there'),
    path: path.optional().describe('The netplan file; default /etc/netplan/60-virtfleet-NAME.yaml'),
    ...bridgeArguments,
  }),
  prepare: ({ state, path: given, ...bridge }, desk) => {
    const { name, interfaces, dhcp4, dhcp6, addresses, mtu } = bridge;
    const unset = Object.fromEntries(Object.keys(bridgeArguments).map((key) => [key, null]));
    const content = state === 'absent' ? '' : desk.render('netplan-bridge.yaml.hbs', { ...unset, ...bridge });
    return {
      name,
      state,
      path: given ?? `/etc/netplan/60-virtfleet-${name}.yaml`,
      content,
      interfaces,
      mtu,
      ...(!dhcp4 && !dhcp6 && { addresses }),
    };
  },
  rendered: ({ path: name, content, state }) => (state === 'absent' ? [] : [{ name, text: content }]),
  observe: ({ name, path: file, interfaces }): Probes & Base => ({
    ...Object.fromEntries(interfaces.map((port) => [`port ${port}`, linkAt(port)])),
    file: fileAt(file),
    link: linkAt(name),
  }),
  plan: (wanted, seen) => {
    if (wanted.state === 'absent') return changes(...bridgeRemoval(wanted.name, wanted.path, seen));
    const ports = Object.fromEntries(
      wanted.interfaces.map((port) => [
        port,
        (seen as Readonly<Record<string, unknown>>)[`port ${port}`] as LinkState,
      ]),
    );
    return changes(...bridgeChanges(wanted, { ...seen, ports }));
  },
});

interface Base {
  file: ReturnType<typeof fileAt>;
  link: Probe<LinkState>;
}
