import { ProblemError } from '../../problem.ts';
import { parseNetwork } from '../format/parse.ts';
import { familyOf } from '../model/address.ts';
import type { Network } from '../model/network.ts';
import type { ExistingNetwork } from '../observe/network-state.ts';

/** A part of a network that has one more `<host>`, or a sentence on why it cannot have it. */
export function modified({ persistent, live }: ExistingNetwork, name: string, xml: string): Network | string {
  const subnet = (address: string) =>
    `<ip address='${address}' netmask='255.255.255.0'><dhcp>${xml}</dhcp></ip>`;
  let host: NonNullable<NonNullable<NonNullable<Network['ip']>[number]['dhcp']>['host']>[number] | undefined;
  try {
    const { ip } = parseNetwork(
      `<network><name>x</name>${subnet('192.0.2.1')}</network>`,
      `xml of network ${name}`,
    );
    host = ip?.[0]?.dhcp?.host?.[0];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return `The xml is no <host> of a network: ${error.message}`;
  }
  if (!host) return 'The xml is no <host> of a network: only reservations can be modified.';
  const own = (persistent ?? live)?.ip ?? [];
  const target = own.find(({ address, dhcp }) => dhcp && familyOf(address) === familyOf(host.ip ?? address));
  if (!target) return `Network ${name} has no DHCP for ${host.ip ?? 'this host'}.`;
  const { dhcp: _, ...subnetOf } = target;
  return { name, ip: [{ ...subnetOf, dhcp: { host: [host] } }] };
}
