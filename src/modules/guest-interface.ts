import * as z from 'zod';
import { guestName, mac, plugArguments } from '../libvirt/guest/arguments.ts';
import { guestContext } from '../libvirt/guest/guest-context.ts';
import { networksOf, plugFault } from '../libvirt/guest/nic-source.ts';
import { vlanFacts } from '../libvirt/guest/nic-vlan.ts';
import { type DesiredInterface, planInterface } from '../libvirt/guest/plan-interface.ts';
import { defineModule } from './module.ts';

const tag = z.int().min(0).max(4095);

const args = z.strictObject({
  guest: guestName.describe('Name of the guest'),
  mac: mac.describe('MAC address that identifies the interface'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether the guest has it'),
  ...plugArguments,
  vlan: z
    .union([tag.transform((id) => [id]), z.array(tag).min(1)])
    .optional()
    .describe('VLAN tags; on a Linux bridge since libvirt 11.0'),
  link_state: z.enum(['up', 'down']).optional().describe('State of its cable'),
});

export const guestInterface = defineModule({
  name: 'guest_interface',
  selfContained: true,
  summary: 'Plug an interface of a guest into a network or bridge, or remove it',
  description: [
    'The stored definition, the running guest and the bridge in the kernel are all compared.',
    'Only what the task has is compared. A running guest keeps its card when it moves to another network or bridge;',
    'another model unplugs the card and plugs in a new one. The operating system of the guest must release a card.',
    'Moving or detaching an interface of a running guest needs disruption: link.',
  ].join('\n'),
  example: `guest_interface:
  guest: web
  mac: "{{ mac(inventory_hostname + '/web/2') }}"
  network: isolated`,
  args,
  prepare: ({ guest, state, ...nic }, { report }): DesiredInterface => {
    const fault = state === 'present' ? plugFault(nic) : undefined;
    if (fault) report(fault);
    return { guest, state, nic };
  },
  interfaces: ({ guest, state, nic: { mac: own } }) => [{ guest, mac: own, present: state === 'present' }],
  resource: ({ guest, nic }) => `guest ${guest} interface ${nic.mac}`,
  observe: ({ guest, state, nic }) => ({
    ...guestContext(guest),
    ...(state === 'present' && networksOf([nic])),
    ...(nic.vlan && vlanFacts),
  }),
  plan: planInterface,
});
