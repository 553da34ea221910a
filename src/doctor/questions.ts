import { hasDnsmasq } from '../libvirt/observe/network-dump.ts';
import type { Probe } from '../plan/probe.ts';
import { addressesOf } from './addresses.ts';
import { asksOthers, forwardersOf } from './checks/names.ts';
import type { Asked, HostReadings } from './host-readings.ts';
import { dhcpServers } from './questions/dhcp-servers.ts';
import { type NameAnswer, nameQuestions } from './questions/name-questions.ts';
import { pings } from './questions/pings.ts';
import { type AskedFor, subjectsOf } from './subjects.ts';

/** So many guests are asked at once; of more a person asks by name. */
const PINGED = 20;

/** What is asked of a host once it is known what it has. `seconds` is how long somebody listens. */
export function questionsOf(
  readings: HostReadings,
  asked: AskedFor,
  seconds: number,
): { [K in keyof Omit<Asked, 'unasked'>]?: Probe<Asked[K]> } {
  const { networks, nics } = subjectsOf(readings, asked);
  const active = networks.filter(({ network, definition }) => network.state.active && hasDnsmasq(definition));
  const asking = active.filter(asksOthers);
  const own = active.flatMap((one) => {
    const [first] = addressesOf(one.definition);
    if (!first || one.definition.dns?.enable === 'no') return [];
    const questions: NameAnswer['question'][] = asksOthers(one) ? ['alive', 'name'] : ['alive'];
    return questions.map((question) => ({ server: first.address, question }));
  });
  const servers = asking.flatMap((one) => {
    const forwarders = forwardersOf(one);
    return forwarders.length > 0 ? forwarders : readings.state.resolvers;
  });
  const names = [...own, ...[...new Set(servers)].map((server) => ({ server, question: 'name' as const }))];
  const pinged = nics.flatMap(({ guest, nic, bridge, leases, isAsked }) => {
    const lease = leases.find(({ mac, ip }) => mac.toLowerCase() === nic.mac && !ip.includes(':'));
    return guest.running && bridge && lease ? [{ ip: lease.ip, size: bridge.mtu, isAsked }] : [];
  });
  const first = pinged.toSorted((one, other) => Number(other.isAsked) - Number(one.isAsked)).slice(0, PINGED);
  const lends = active.some(({ definition }) => (definition.ip ?? []).some(({ dhcp }) => dhcp));
  return {
    ...(names.length > 0 && { names: nameQuestions(names) }),
    ...(first.length > 0 && { pings: pings(first) }),
    ...(lends && { heard: dhcpServers(seconds) }),
  };
}
