import { packetsBetween } from '../../bridge/rules/firewall-warnings.ts';
import { type KeptBridge, passingRules, placeOf } from '../../host/firewall/advice.ts';
import { type FirewallTool, type Foreign, foreignRefusals } from '../../host/firewall/foreign.ts';
import type { HostFirewall } from '../../host/firewall/host-firewall.ts';
import type { Packet } from '../../host/firewall/verdict.ts';
import { hasOwnBridge } from '../../libvirt/model/mode.ts';
import { missingRules } from '../../libvirt/running/firewall-expected.ts';
import { packetsOf } from '../../libvirt/running/firewall-foreign.ts';
import { type AuditedHost, ownBridges } from '../host-model.ts';
import { type OnHost, onHosts, onNetworks, type Rule, when } from '../rule.ts';

const DROPS =
  'The filter comes beside the rules of libvirt: a packet has to pass both. Guests have no network, or no addresses and names.';

/** Rules about firewalls: whether the rules of libvirt are in force, and what others drop. */
export const FIREWALL_RULES: readonly Rule[] = [
  {
    id: 'firewall-rules-missing',
    severity: 'error',
    summary: 'Rules of the firewall that libvirt wrote for a network are gone',
    why: 'nft flush ruleset, iptables -F, or another firewall that was loaded took them away. libvirt does not notice. Guests behind NAT reach nothing.',
    todo: 'Run the network task: it has libvirt write its rules again.',
    find: onNetworks(({ active, autostart, live }, { firewall }) => {
      if (!firewall || !live) return [];
      const missing = missingRules({ exists: true, active, autostart, live }, firewall);
      return when(missing, missing?.areAll ? 'all are gone' : `gone: ${missing?.purposes.join(', ')}`);
    }),
  },
  droppedBy('docker', {
    id: 'firewall-docker-drops',
    summary: 'Docker drops packets of guests',
    why: `Docker sets the policy of FORWARD to DROP when it starts. ${DROPS}`,
    todo: 'Let the packets pass in DOCKER-USER, and see that it is done after each start of docker.',
  }),
  droppedBy('ufw', {
    id: 'firewall-ufw-drops',
    summary: 'ufw drops packets of guests',
    why: `ufw drops what is forwarded, and what comes in, unless a rule lets it pass. ${DROPS}`,
    todo: 'Let the packets pass by ufw route allow and ufw allow.',
  }),
  droppedBy('firewalld', {
    id: 'firewall-firewalld-drops',
    summary: 'firewalld drops packets of guests',
    why: `The bridge is in a zone, or in none, that does not let them pass. ${DROPS}`,
    todo: 'Have firewalld reload: libvirt then puts the bridge into its zone.',
  }),
  droppedBy('kubernetes', {
    id: 'firewall-kubernetes-drops',
    summary: 'Kubernetes drops packets of guests',
    why: `kube-proxy or the network plugin filters what is forwarded. ${DROPS}`,
    todo: 'Let the packets pass in front of its chains.',
  }),
  droppedBy('somebody', {
    id: 'firewall-drops',
    summary: 'A firewall of the host drops packets of guests',
    why: DROPS,
    todo: 'Let the packets pass in that chain, in the file that it is loaded from.',
  }),
  {
    id: 'bridged-frames-filtered',
    severity: 'error',
    summary: 'A firewall drops frames between guests of a host bridge',
    why: 'br_netfilter lets frames that only cross a bridge pass the filters for forwarded packets. Guests reach neither each other nor the uplink.',
    todo: 'Switch it off, net.bridge.bridge-nf-call-iptables=0, or let the packets pass.',
    find: onHosts((host) => {
      const bridges = [...new Set(host.guests.flatMap(({ master }) => master ?? []))];
      const others = bridges.filter((name) => !ownBridges(host).has(name));
      return others.flatMap((bridge) =>
        refused(host, (filters) => packetsBetween(bridge, filters)).map(
          (found): OnHost => ({
            object: `bridge ${bridge}`,
            evidence: evidenceOf(found),
            lines: rulesFor({ bridge, isOfHost: true }, found, host),
          }),
        ),
      );
    }),
  },
];

/** A rule about what a tool drops of the packets of networks, a finding for each of its chains. */
function droppedBy(tool: FirewallTool, about: Pick<Rule, 'id' | 'summary' | 'why' | 'todo'>): Rule {
  return {
    ...about,
    severity: 'error',
    find: onNetworks(({ live }, host) => {
      const bridge = live && hasOwnBridge(live) ? live.bridge?.name : undefined;
      if (!live || bridge === undefined) return [];
      return refused(host, (filters) => packetsOf(live, bridge, filters))
        .filter(({ by }) => by === tool)
        .map((found) => ({
          evidence: evidenceOf(found),
          lines: rulesFor({ bridge, isOfHost: false }, found, host),
        }));
    }),
  };
}

function refused(
  { filters }: AuditedHost,
  packets: (filters: HostFirewall) => Readonly<Record<string, Packet>>,
): Foreign[] {
  return filters && filters.chains !== 'unknown' ? foreignRefusals(packets(filters), filters.chains) : [];
}

function evidenceOf({ chain, packets }: Foreign): string {
  return `drops ${packets.join(', ')} (${placeOf(chain)})`;
}

function rulesFor(kept: KeptBridge, found: Foreign, { filters }: AuditedHost): string[] {
  return passingRules(kept, found, !filters || filters.chains === 'unknown' ? [] : filters.chains);
}
