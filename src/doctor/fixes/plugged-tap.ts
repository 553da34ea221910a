import * as z from 'zod';
import { linkAt } from '../../bridge/kernel/probes.ts';
import { bridgePorts } from '../../host/bridge-ports.ts';
import { plugStep, reattachTap } from '../../libvirt/network/reattach.ts';
import { guestAttachments } from '../../libvirt/observe/guest-attachments.ts';
import { defineModule } from '../../modules/module.ts';
import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';

/** An interface of a guest whose tap is to be up and on this bridge. */
export interface PluggedTap {
  guest: string;
  mac: string;
  tap: string;
  bridge: string;
}

/** Plugs the tap of a guest that runs back into its bridge, and sets it up. */
export const pluggedTap = defineModule({
  name: 'guest_interface',
  selfContained: true,
  summary: 'Plug the tap of a guest back',
  example: '',
  args: z.custom<PluggedTap>(),
  resource: ({ guest, mac }) => `guest ${guest} interface ${mac}`,
  observe: ({ tap }) => ({ guests: guestAttachments, ports: bridgePorts, link: linkAt(tap) }),
  plan: ({ guest, mac, tap, bridge }, { link, ...plugged }) => {
    const own = plugged.guests.find((one) => one.guest === guest && one.mac === mac);
    if (own?.interface !== tap || !link.exists) return { changes: [] };
    const up: Change = {
      action: 'update',
      proof: 'observed',
      what: `guest ${guest}: ${tap} (${mac})`,
      copies: ['kernel'],
      before: 'down',
      after: 'up',
      impact: NO_IMPACT,
      steps: [plugStep(tap, 'up')],
      predictions: [predict(linkAt(tap), { ...link, up: true })],
    };
    const plugs = own.master === bridge ? [] : [reattachTap({ ...own, interface: tap }, bridge, plugged)];
    return { changes: [...plugs, ...(link.up ? [] : [up])] };
  },
});
