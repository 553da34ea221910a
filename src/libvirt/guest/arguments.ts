import * as z from 'zod';

/** What libvirt takes for the name of a guest, without what virsh would take for an id. */
export const guestName = z
  .string()
  .regex(/^(?!\d+$)[^\s/\0-][^/\0\n]*$/, 'the name of a guest: no number, no slash, no blank in front');

/** As libvirt prints it. */
export const mac = z
  .string()
  .regex(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i, 'a unicast MAC address such as 52:54:00:12:34:56')
  .transform((address) => address.toLowerCase());

/** Where an interface of a guest is plugged in, and what it is to the guest. */
export const plugArguments = {
  network: z.string().min(1).optional().describe('Network of libvirt it is plugged into'),
  portgroup: z.string().min(1).optional().describe('Portgroup of that network'),
  bridge: z
    .string()
    .min(1)
    .optional()
    .describe('Bridge of the host it is plugged into, instead of a network'),
  model: z
    .string()
    .regex(/^[a-z0-9_-]+$/i, 'a model such as virtio')
    .optional()
    .describe('The card that the guest sees; a new one is virtio'),
};
