import { dhcpPool } from '../../libvirt/observe/dhcp-pool.ts';
import { quote } from '../../plan/quote.ts';
import { orElse } from '../../plan/tried.ts';
import { addressesOf } from '../addresses.ts';
import { type Cause, type Check, unseen, well, wrong, wrongBy } from '../check.ts';
import { onNetwork } from '../commands.ts';
import { refusals } from '../dhcp-log.ts';
import { whoListens } from '../readings/sockets.ts';
import type { NetworkSubject } from '../subjects.ts';

const givesAddresses = ({ definition }: NetworkSubject) =>
  (definition.ip ?? []).some(({ dhcp }) => dhcp !== undefined);

/** Somebody else on the bridge who answers: guests get whatever comes first. */
export const onlyServer: Check<NetworkSubject> = {
  asks: 'nobody else gives out addresses on its bridge',
  look: (subject) => {
    const { readings, kernel, bridge = '', definition, name, isOwn } = subject;
    if (!isOwn || !givesAddresses(subject)) return undefined;
    const own = new Set(addressesOf(definition).map(({ address }) => address));
    const isHere = (index: number) =>
      [...kernel.links.values()].some(
        (link) => link.index === index && (link.name === bridge || link.master === bridge),
      );
    const others = (readings.heard ?? []).filter(({ link, server }) => isHere(link) && !own.has(server));
    const nak = refusals(readings.journal, bridge).filter(({ why }) => why === 'wrong server-ID');
    const mine = new Set(readings.state.daemons.map(({ pid }) => pid));
    const local = readings.listeners?.find(
      (one) => one.port === 67 && one.pid !== undefined && !mine.has(one.pid) && one.link === bridge,
    );
    const heard = [...new Map(others.map(({ server, mac }) => [server, mac]))];
    const evidence = [
      ...heard.map(([server, mac]) => `heard on ${bridge}: an answer of ${server} (${mac})`),
      ...(local ? [`udp ${local.address}:67: ${whoListens(local)}`] : []),
      ...nak.map(({ text }) => text).slice(-1),
    ];
    if (evidence.length > 0) {
      const from = local
        ? 'a program of the host itself'
        : heard.length > 0
          ? `${heard[0]?.[0]}`
          : 'somebody';
      return wrong({
        id: 'two-dhcp-servers',
        rank: heard.length > 0 || nak.length > 0 ? 'certain' : 'likely',
        summary: `Beside the dnsmasq of network ${name}, ${from} gives out addresses on ${bridge}.`,
        evidence,
        commands: local ? ["ss -lnup 'sport = :67'"] : [quote(['bridge', 'fdb', 'show', 'br', bridge])],
      });
    }
    return readings.heard
      ? well('none was heard')
      : unseen(readings.unasked ?? 'only root, with perl, can listen for other servers');
  },
};

export const hasFreeAddresses: Check<NetworkSubject> = {
  asks: 'its ranges have free addresses',
  look: (subject) => {
    const { definition, leases, readings, bridge = '', name, isAsked } = subject;
    const pool = givesAddresses(subject) ? dhcpPool(definition, leases) : undefined;
    if (!pool) return undefined;
    const count = `${pool.used} leases, ${pool.addresses} addresses, ${pool.free} free`;
    const refused = refusals(readings.journal, bridge).filter(({ why }) =>
      /no address (range )?available/.test(why),
    );
    if (refused.length === 0 && (pool.free > 0 || (readings.journal.isSeen && !isAsked))) return well(count);
    const [range] = (definition.ip ?? []).flatMap(({ dhcp }) => dhcp?.range ?? []);
    if (refused.length > 0 && pool.free > 0) {
      return wrong({
        id: 'dhcp-no-range',
        rank: 'likely',
        summary: `The dnsmasq of network ${name} had no address for guests that asked, although its ranges are not full.`,
        evidence: [...refused.map(({ text }) => text).slice(-3), count],
        commands: [onNetwork('net-dumpxml', name)],
      });
    }
    return wrong({
      id: 'range-full',
      rank: refused.length > 0 ? 'certain' : 'likely',
      summary: `All addresses of network ${name} are taken: the next guest gets none.`,
      evidence: [count, ...refused.map(({ text }) => text).slice(-3)],
      commands: [onNetwork('net-dhcp-leases', name), ...(range ? [onNetwork('net-edit', name)] : [])],
    });
  },
};

/** A reservation is of no use while another guest holds its address. */
export const reservationsAreFree: Check<NetworkSubject> = {
  asks: 'its reservations are free for their guests',
  look: (subject) => {
    const { definition, leases, readings, bridge = '', name } = subject;
    const hosts = (definition.ip ?? []).flatMap(({ dhcp }) => dhcp?.host ?? []);
    if (hosts.length === 0) return undefined;
    const asked = refusals(readings.journal, bridge);
    const causes = hosts.flatMap(({ mac, ip, name: guest }): Cause[] => {
      const lease = leases.find((one) => one.ip === ip);
      if (mac === undefined || !lease || lease.mac === mac.toLowerCase()) return [];
      const own = asked.filter(({ text }) => text.includes(ip)).map(({ text }) => text);
      return [
        {
          id: 'reservation-held-by-other',
          rank: 'certain',
          summary: `${ip} is reserved for ${guest ?? mac} in network ${name}, and ${lease.mac} holds it.`,
          evidence: [
            `lease: ${ip} ${lease.mac}${lease.expires ? `, until ${lease.expires}` : ''}`,
            `reservation: ${ip} ${mac}`,
            ...own.slice(-1),
          ],
          commands: [onNetwork('net-dhcp-leases', name, '--mac', lease.mac)],
        },
      ];
    });
    return wrongBy(causes);
  },
};

/** Whoever answers for an address is not always who has the lease of it. */
export const leasesAreTrue: Check<NetworkSubject> = {
  asks: 'its leases are held by those who have them',
  look: (subject) => {
    const { leases, readings, bridge = '', name } = subject;
    if (leases.length === 0) return undefined;
    const causes = leases.flatMap(({ ip, mac, hostname }): Cause[] => {
      const seen = orElse(readings.neighbours, []).find((one) => one.ip === ip && one.link === bridge);
      if (!seen || seen.mac === mac.toLowerCase()) return [];
      return [
        {
          id: 'address-used-by-other',
          rank: seen.answers ? 'certain' : 'likely',
          summary: `${ip} in network ${name} is leased to ${hostname ?? mac}, and ${seen.mac} ${seen.answers ? 'answers' : 'was the last to answer'} for it.`,
          evidence: [`lease: ${ip} ${mac}`, `neighbour on ${bridge}: ${ip} ${seen.mac}`],
          commands: [`ip neigh show dev ${quote([bridge])}`, quote(['bridge', 'fdb', 'show', 'br', bridge])],
        },
      ];
    });
    return wrongBy(causes);
  },
};
