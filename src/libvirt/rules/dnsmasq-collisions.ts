import { hasOwnBridge } from '../model/mode.ts';
import type { Network } from '../model/network.ts';

/** What a dnsmasq beside those of libvirt would serve, and where. */
export interface Service {
  /** Whether it serves a link of this name. */
  serves: (link: string) => boolean;
  /** Those of IPv6 as RFC 5952 writes them. */
  addresses: readonly string[];
  /** On port 53, where libvirt's listen. */
  names: boolean;
  dhcp: boolean;
}

/** A sentence for each network whose own dnsmasq would be in the way, with what to change in its definition. */
export function dnsmasqCollisions(desired: Service, networks: readonly Network[]): string[] {
  return networks.flatMap((network) => {
    const { name, bridge, dns, ip = [] } = network;
    if (!hasOwnBridge(network) || ip.length === 0) return [];
    const bridgeName = bridge?.name;
    const place =
      (bridgeName !== undefined && desired.serves(bridgeName) ? bridgeName : undefined) ??
      desired.addresses.find((each) => ip.some(({ address }) => address === each));
    if (place === undefined) return [];
    const both = [
      desired.names && dns?.enable !== 'no' ? { what: 'the name service', off: 'dns: { enable: no }' } : [],
      desired.dhcp && ip.some(({ dhcp }) => dhcp) ? { what: 'DHCP', off: 'no dhcp in its ip' } : [],
    ].flat();
    if (both.length === 0) return [];
    const what = both.map((each) => each.what).join(' and ');
    const off = both.map((each) => each.off).join(' and ');
    return [
      `On ${place} the network ${name} has a dnsmasq of libvirt's for ${what}: give the network ${off}, or serve elsewhere.`,
    ];
  });
}
