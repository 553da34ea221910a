import { hasOwnBridge } from '../model/mode.ts';
import type { Network } from '../model/network.ts';

/** A line of the dnsmasq.conf that libvirt writes for a network, with what it comes of. */
export interface DnsmasqLine {
  text: string;
  at: (string | number)[];
  /** What operators call it. */
  what: string;
}

/**
 * Lines of libvirt's own that dnsmasq takes once only: networkDnsmasqConfContents in bridge_driver.c. An option of the
 * same name is refused beside them.
 */
export function ownLines({ dns }: Network): string[] {
  return [
    'strict-order',
    'pid-file=/nonexistent',
    'bind-dynamic',
    ...(dns?.enable === 'no' ? ['port=0'] : []),
  ];
}

/** The lines whose texts libvirt passes on unchecked. */
export function passedLines(network: Network): DnsmasqLine[] {
  if (!hasOwnBridge(network)) return [];
  const { dns } = network;
  const options = network['dnsmasq:options']?.['dnsmasq:option'] ?? [];
  return [
    ...(dns?.txt ?? []).map(({ name, value }, index) => ({
      text: `txt-record=${name},${value}`,
      at: ['dns', 'txt', index],
      what: `DNS TXT ${name}`,
    })),
    ...options.map(({ value }, index) => ({
      text: value,
      at: ['dnsmasq:options', 'dnsmasq:option', index],
      what: `dnsmasq option ${value}`,
    })),
  ];
}
