import type { GuestAttachment } from '../observe/guest-attachments.ts';

/** Why a guest cannot have these addresses: others on the host have them. Switches send to one port of an address. */
export function macFaults(
  guest: string,
  macs: readonly (string | undefined)[],
  attachments: readonly GuestAttachment[],
): string[] {
  return macs.flatMap((mac) => {
    const other = attachments.find((each) => each.mac === mac && each.guest !== guest);
    return other ? [`${mac} is the address of an interface of guest ${other.guest} already.`] : [];
  });
}

/** What is wrong with the addresses that one guest is to have, with the index of the interface. */
export function repeatedMacs(
  nics: readonly { mac?: string | undefined }[],
): { index: number; detail: string }[] {
  return nics.flatMap(({ mac }, index) => {
    const first = nics.findIndex((each) => each.mac === mac);
    return mac === undefined || first === index
      ? []
      : [{ index, detail: `${mac} is the address of interface ${first + 1} of this guest already.` }];
  });
}
