import * as z from 'zod';
import { optionName } from './dhcp-arguments.ts';
import {
  address,
  flag,
  folder,
  form,
  mac,
  many,
  name,
  quotable,
  setTag,
  short,
  someNewTags,
  someTags,
  tags,
} from './values.ts';

/** The BOOT server of an offer: dnsmasq looks a name up in the names it knows. */
const serverOrName = z.union([address, name], { error: 'an IP address or a name' });

const boot = form('file: pxelinux.0, server: 10.0.0.3', {
  file: quotable.describe('File to boot from, or for iPXE its address'),
  server: serverOrName.optional().describe('TFTP server, by its address; without it this host'),
  servername: name.optional().describe('Name of the TFTP server, which few clients use'),
  tag: tags,
});

const match = form('set: efi, option: client-arch, value: 7', {
  set: setTag,
  ...optionName,
  'vi-encap': z.int().min(1).optional().describe('Number of an enterprise, instead of an option'),
  value: z
    .union([quotable, z.number().transform(String)])
    .optional()
    .describe('What the option holds; without it: anything'),
}).refine(
  (given) => [given.option, given.number, given['vi-encap']].filter((key) => key !== undefined).length === 1,
  'one of option, number and vi-encap',
);

const classOf = (example: string) => form(example, { set: setTag, class: quotable.describe('The class') });

/** dnsmasq(8), --pxe-service. */
const architecture = z.union([short, z.string().regex(/^[A-Za-z0-9_-]+$/, 'such as x86PC or x86-64_EFI')]);

/** What may be said of tags, of network boot and of TFTP, under the names of dnsmasq's options. */
export const bootArguments = {
  'dhcp-match': many(match).describe('Tags for clients that send an option'),
  'dhcp-vendorclass': many(classOf('set: pxe, class: PXEClient')).describe('Tags for a vendor class'),
  'dhcp-userclass': many(classOf('set: ipxe, class: iPXE')).describe('Tags for a user class'),
  'dhcp-mac': many(form('set: lab, mac: "52:54:00:*:*:*"', { set: setTag, mac })).describe(
    'Tags for MAC addresses',
  ),
  'tag-if': many(form('set: new, tag: [efi, "!ipxe"]', { set: someNewTags, tag: someTags })).describe(
    'Tags for what has other tags',
  ),
  'dhcp-ignore': many(form('tag: "!known"', { tag: someTags })).describe('Clients that get nothing'),
  'dhcp-boot': many(boot).describe('Network boot'),
  'pxe-prompt': form('prompt: Press F8, timeout: 5', {
    prompt: quotable.describe('What is shown'),
    timeout: z.int().min(0).optional().describe('Seconds until the first service is taken'),
    tag: tags,
  })
    .optional()
    .describe('Prompt before the menu of network boot'),
  'pxe-service': many(
    form('csa: x86PC, menu: Install, boot: pxelinux', {
      csa: architecture.describe('Architecture of the client, by name or number'),
      menu: quotable.describe('Its line of the menu'),
      boot: z
        .union([quotable, short])
        .optional()
        .describe('File without its ending, or number of a service; without it the local disk'),
      server: serverOrName.optional().describe('TFTP server'),
      tag: tags,
    }),
  ).describe('Menu of network boot'),
  'enable-tftp': flag('Serve files by TFTP'),
  'tftp-root': folder.optional().describe('Folder of these files'),
};
