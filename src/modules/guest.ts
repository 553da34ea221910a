import * as z from 'zod';
import { guestName, mac, plugArguments } from '../libvirt/guest/arguments.ts';
import type { DesiredGuest } from '../libvirt/guest/desired-guest.ts';
import { guestContext } from '../libvirt/guest/guest-context.ts';
import { nicOf } from '../libvirt/guest/nic.ts';
import { networksOf, plugFault } from '../libvirt/guest/nic-source.ts';
import { planGuest } from '../libvirt/guest/plan-guest.ts';
import { hasVirtInstall, type Installation, isStartedByInstall } from '../libvirt/guest/virt-install.ts';
import { repeatedMacs } from '../libvirt/rules/nic-macs.ts';
import { defineModule, type OwnInterface } from './module.ts';

const EXAMPLE = `guest:
  name: web
  memory: 2048
  networks:
    - { network: default, mac: "{{ mac(inventory_hostname + '/web/0') }}" }
    - { bridge: br0, mac: "{{ mac(inventory_hostname + '/web/1') }}" }
  disks: [{ path: /var/lib/libvirt/images/web.qcow2, size: 20 }]
  cloud_init: { user-data: /etc/virtfleet/web-user-data }
  autostart: true`;

/** What they mean is said by `virt-install --disk help`. */
const suboptions = z.record(
  z.string().regex(/^[a-z][A-Za-z0-9_.-]*$/, 'the name of a suboption of virt-install, such as size'),
  z.union([z.string().regex(/^[^\0\n]*$/, 'one line'), z.number(), z.boolean()]),
);

const args = z.strictObject({
  name: guestName.describe('Name of the guest'),
  state: z
    .enum(['running', 'paused', 'stopped', 'absent'])
    .default('running')
    .describe('Running, paused, shut off, or removed'),
  autostart: z
    .boolean()
    .optional()
    .describe('Start it with the host; if absent, unchanged, and off for a new guest'),
  memory: z.int().min(1).optional().describe('Memory in MiB; required to create it'),
  vcpus: z
    .int()
    .min(1)
    .max(4096)
    .optional()
    .describe('Virtual CPUs; if absent, unchanged, and 1 for a new guest'),
  networks: z
    .array(
      z.strictObject({
        ...plugArguments,
        mac: mac.optional().describe('MAC address; libvirt makes one by default'),
      }),
    )
    .optional()
    .describe('Interfaces of a new guest; a warning if an existing guest has others'),
  disks: z
    .array(suboptions)
    .default([])
    .describe('Disks of a new guest, each with the options of virt-install --disk'),
  import: z.boolean().default(true).describe('Boot from its disks; false to install with extra_args'),
  cloud_init: suboptions
    .optional()
    .describe('Options of virt-install --cloud-init; its files are on the host'),
  osinfo: z
    .string()
    .default('detect=on,require=off')
    .describe('Operating system, as in virt-install --osinfo'),
  extra_args: z
    .array(z.string().regex(/^[^\0]*$/, 'a text without NUL characters'))
    .default([])
    .describe('Further options of virt-install, such as [--graphics, none]'),
  shutdown_timeout: z.int().min(1).max(90).default(60).describe('Seconds to wait for the guest to shut down'),
  force: z.boolean().default(false).describe('Cut its power instead of asking it to shut down'),
  remove_disks: z
    .boolean()
    .default(false)
    .describe('With state: absent, also remove its disks that are in a storage pool'),
});

export const guest = defineModule({
  name: 'guest',
  selfContained: true,
  summary: 'Create a guest with virt-install, keep it running, paused or shut off, or remove it',
  description: [
    'An existing guest is never recreated. Of its definition, memory, vcpus and autostart are compared. A running',
    'guest gets memory and vcpus with its next start. If its interfaces differ from networks, the run reports it;',
    'guest_interface changes them.',
    'Stopping, pausing or removing a running guest needs disruption: link. Its disks stay unless remove_disks is true.',
  ].join('\n'),
  example: EXAMPLE,
  args,
  prepare: (desired, { report }): DesiredGuest => {
    const { name, state, autostart, memory, vcpus, networks, force, shutdown_timeout: timeout } = desired;
    for (const { index, detail } of repeatedMacs(networks ?? []))
      report({
        code: 'guest-mac',
        summary: 'Two interfaces have one address',
        detail,
        at: ['networks', index, 'mac'],
      });
    for (const [index, each] of (networks ?? []).entries()) {
      const fault = plugFault(each);
      if (fault) report({ ...fault, at: ['networks', index] });
    }
    if (
      state === 'stopped' &&
      isStartedByInstall({ import: desired.import, cloudInit: desired.cloud_init })
    ) {
      const detail = 'With cloud_init or import: false, virt-install starts the guest to install it.';
      report({ code: 'guest-install', summary: 'A new guest cannot be stopped', detail, at: ['state'] });
    }
    return {
      ...{ name, state, stop: { force, timeout }, removeDisks: desired.remove_disks },
      ...(autostart !== undefined && { autostart }),
      ...(memory !== undefined && { memory, install: installation(desired, memory) }),
      ...(vcpus !== undefined && { vcpus }),
      ...(networks && { interfaces: networks }),
      others: new Set(),
    };
  },
  coordinate: (all, _isWhole, interfaces) =>
    all.map((one) => ({ ...one, others: macsOf(one.name, interfaces) })),
  interfaces: ({ name, state, interfaces = [] }) =>
    interfaces.flatMap(({ mac }) =>
      mac === undefined || state === 'absent' ? [] : { guest: name, mac, present: true, atCreation: true },
    ),
  resource: ({ name }) => `guest ${name}`,
  observe: ({ name, state, install }) => ({
    ...guestContext(name),
    hasVirtInstall,
    ...(state !== 'absent' && networksOf(install?.interfaces ?? [])),
  }),
  plan: (desired, current) => planGuest(desired, current),
});

function macsOf(name: string, interfaces: readonly OwnInterface[]): ReadonlySet<string> {
  return new Set(
    interfaces.flatMap(({ guest: of, mac, atCreation }) => (of === name && !atCreation ? [mac] : [])),
  );
}

function installation(desired: z.output<typeof args>, memory: number): Installation {
  const {
    name,
    vcpus = 1,
    networks = [],
    disks,
    osinfo,
    cloud_init: cloudInit,
    extra_args: extraArgs,
  } = desired;
  const interfaces = networks.map((each) => nicOf(each));
  return { name, memory, vcpus, import: desired.import, interfaces, disks, osinfo, cloudInit, extraArgs };
}
