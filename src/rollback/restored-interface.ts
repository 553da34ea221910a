import * as z from 'zod';
import { guestContext } from '../libvirt/guest/guest-context.ts';
import type { GuestState } from '../libvirt/guest/guest-state.ts';
import { type Nic, nicTexts } from '../libvirt/guest/nic.ts';
import { networksOf } from '../libvirt/guest/nic-source.ts';
import { vlanFacts } from '../libvirt/guest/nic-vlan.ts';
import { type DesiredInterface, planInterface } from '../libvirt/guest/plan-interface.ts';
import { defineModule } from '../modules/module.ts';

export const restoredInterface = defineModule({
  name: 'guest_interface',
  selfContained: true,
  summary: 'Bring an interface of a guest back as it was before a run',
  example: '',
  args: z.custom<DesiredInterface>(),
  resource: ({ guest, nic }) => `guest ${guest} interface ${nic.mac}`,
  observe: ({ guest, whole, nic }) => ({
    ...guestContext(guest),
    ...(whole && networksOf([nic])),
    ...(whole?.vlan && vlanFacts),
  }),
  plan: planInterface,
});

/** The interfaces that a guest had, each as a whole, and those that it has now and did not have. */
export function interfacesBefore(guest: string, before: GuestState, now: GuestState): DesiredInterface[] {
  if (!before.exists || !now.exists) return [];
  const all = [before, now].flatMap(({ persistent, live }) =>
    [persistent, live].flatMap((definition) => definition?.interfaces ?? []),
  );
  return [...new Set(all.flatMap(({ mac }) => mac ?? []))].flatMap((mac) => {
    const [stored, running] = [before.persistent, before.live].map(
      (definition) => definition && { nic: definition.interfaces.find((each) => each.mac === mac) },
    );
    if (!stored || !running) return [interfaceOf(guest, mac, (stored ?? running)?.nic)];
    if (textOf(stored.nic) === textOf(running.nic)) return [interfaceOf(guest, mac, stored.nic)];
    return [
      { ...interfaceOf(guest, mac, running.nic), side: 'live' as const },
      { ...interfaceOf(guest, mac, stored.nic), side: 'persistent' as const },
    ];
  });
}

function interfaceOf(guest: string, mac: string, whole: Nic | undefined): DesiredInterface {
  if (!whole) return { guest, state: 'absent', nic: { mac } };
  const { network, portgroup, bridge, model, vlan, link } = whole;
  return {
    ...{ guest, state: 'present', whole },
    nic: { mac, network, portgroup, bridge, model, vlan, link_state: link },
  };
}

function textOf(nic: Nic | undefined): string {
  return nic ? JSON.stringify(nicTexts(nic)) : '';
}
