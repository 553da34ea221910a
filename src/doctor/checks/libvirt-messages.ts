import { hasLibvirtChains } from '../../libvirt/observe/firewall-rules.ts';
import type { Cause, Rank } from '../check.ts';
import { onNetwork, WRITE_AGAIN } from '../commands.ts';
import type { HostReadings } from '../host-readings.ts';
import { isOld } from '../readings/journal.ts';
import type { NetworkSubject } from '../subjects.ts';

const DAEMONS = ['libvirtd', 'virtnetworkd'];

/** What libvirt itself said last about a network that does not run. */
export function saidByLibvirt({ name, bridge, readings, isOwn }: NetworkSubject): Cause[] {
  const marks = [
    `network '${name}'`,
    `/${name}.conf`,
    ...(isOwn && bridge !== undefined ? [`VIR_BRIDGE_NAME=${bridge} `, `'${bridge}'`, ` ${bridge}:`] : []),
  ];
  const about = readings.journal.lines.filter(
    ({ by, text }) => DAEMONS.includes(by) && marks.some((mark) => text.includes(mark)),
  );
  // Rules of the firewall name no network.
  const firewall = readings.journal.lines.filter(
    ({ by, text }) => DAEMONS.includes(by) && /firewall (command|rule|backend)|(ip6?tables|nft) /i.test(text),
  );
  const [last] = about.slice(-1);
  const [ruled] = firewall.slice(-1);
  const refused =
    ruled && !isOld(readings.journal, ruled) ? firewallRefused(name, ruled.text, readings) : undefined;
  // What else it says of the network follows from that.
  if (refused?.rank === 'certain') return [refused];
  return [
    ...(refused ? [refused] : []),
    ...(last ? [saysItself(name, last.text, isOld(readings.journal, last) ? 'possible' : 'likely')] : []),
  ];
}

function firewallRefused(name: string, text: string, { firewall: { chains } }: HostReadings): Cause {
  if (chains !== 'unknown' && !hasLibvirtChains(chains))
    return {
      id: 'firewall-chains-lost',
      rank: 'certain',
      summary: `Somebody took away the chains of libvirt's firewall rules: it cannot write those of network ${name}.`,
      evidence: [text, 'not all of its chains are there, or called'],
      commands: [WRITE_AGAIN, onNetwork('net-start', name)],
      fix: { kind: 'network', name },
    };
  return {
    id: 'firewall-refused',
    rank: 'likely',
    summary: `libvirt could not write the firewall rules of network ${name}.`,
    evidence: [text],
    commands: ['nft list ruleset', 'iptables -S', onNetwork('net-start', name)],
  };
}

function saysItself(name: string, text: string, rank: Rank): Cause {
  return {
    id: 'libvirt-said',
    rank,
    summary: `libvirt says why network ${name} does not start.`,
    evidence: [text],
    commands: [onNetwork('net-start', name)],
  };
}
