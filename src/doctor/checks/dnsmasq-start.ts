import { hasDnsmasq } from '../../libvirt/observe/network-dump.ts';
import { quote } from '../../plan/quote.ts';
import { addressesOf } from '../addresses.ts';
import type { Cause } from '../check.ts';
import { onNetwork, reloadLibvirt } from '../commands.ts';
import { isOld } from '../readings/journal.ts';
import { isEverywhere, type Listener, whoListens } from '../readings/sockets.ts';
import type { NetworkSubject } from '../subjects.ts';

/** What keeps the dnsmasq of a network from starting, and with it a network that is to start. */
export function whyNoDnsmasq(subject: NetworkSubject): Cause[] {
  const { definition, readings } = subject;
  if (!hasDnsmasq(definition)) return [];
  if (!readings.state.hasDnsmasq) return [notInstalled(subject)];
  return [...folderFull(subject), ...portTaken(subject), ...denied(subject), ...refused(subject)];
}

/** What brings a dnsmasq back once nothing is in its way. */
export function startAgain({ network, name, readings }: NetworkSubject): string {
  return network.state.active ? reloadLibvirt(readings) : onNetwork('net-start', name);
}

function notInstalled(subject: NetworkSubject): Cause {
  return {
    id: 'dnsmasq-missing',
    rank: 'certain',
    summary: `dnsmasq is not installed, and network ${subject.name} gives out addresses and names with it.`,
    evidence: ['there is no program dnsmasq'],
    commands: ['apt-get install dnsmasq-base', startAgain(subject)],
  };
}

function folderFull(subject: NetworkSubject): Cause[] {
  const { folder } = subject.readings.state;
  if (!folder || (folder.free > 0 && folder.writable)) return [];
  const [id, summary, command] = folder.writable
    ? ['disk-full', 'is full', 'df -h /var/lib/libvirt/dnsmasq']
    : ['disk-read-only', 'cannot be written to', 'findmnt --target /var/lib/libvirt/dnsmasq'];
  return [
    {
      ...{ id, rank: 'certain' },
      summary: `The file system on which libvirt writes the settings of dnsmasq ${summary}.`,
      evidence: [`/var/lib/libvirt/dnsmasq: ${folder.free} blocks free`],
      commands: [command, startAgain(subject)],
    },
  ];
}

/** A program that answers questions for names on all addresses leaves none for the dnsmasq of a network. */
function portTaken(subject: NetworkSubject): Cause[] {
  const { readings, definition } = subject;
  if (definition.dns?.enable === 'no') return [];
  const own = new Set(readings.state.daemons.map(({ pid }) => pid));
  const addresses = addressesOf(definition).map(({ address, isIpv6 }) => (isIpv6 ? `[${address}]` : address));
  const isInTheWay = (one: Listener) =>
    one.port === 53 && (isEverywhere(one) || addresses.includes(one.address));
  const other = readings.listeners?.find(
    (one) => isInTheWay(one) && (one.pid === undefined ? isEverywhere(one) : !own.has(one.pid)),
  );
  if (!other) return [];
  return [
    {
      id: 'port-53-taken',
      rank: 'certain',
      summary: `Another name server listens on port 53 of ${isEverywhere(other) ? 'all addresses' : other.address}: the dnsmasq of network ${subject.name} cannot.`,
      evidence: [`${other.protocol} ${other.address}:53: ${whoListens(other)}`],
      commands: ["ss -lntup 'sport = :53'", startAgain(subject)],
    },
  ];
}

/** What AppArmor refused to dnsmasq of this network, or refuses it whatever the network. */
function denied(subject: NetworkSubject): Cause[] {
  const { journal } = subject.readings;
  const marks = [`/${subject.name}.`, ...(subject.bridge === undefined ? [] : [subject.bridge])];
  const lines = journal.lines.filter(
    ({ text }) =>
      /apparmor="DENIED"/i.test(text) && /dnsmasq/.test(text) && /profile="[^"]*(dnsmasq|libvirt)/.test(text),
  );
  const own = lines.filter(({ text }) => marks.some((mark) => text.includes(mark)));
  const [last] = (own.length > 0 ? own : lines).slice(-1);
  if (!last) return [];
  const [, profile = '/usr/sbin/dnsmasq'] = /profile="([^"]*)"/.exec(last.text) ?? [];
  return [
    {
      id: 'apparmor-denied',
      rank: isOld(journal, last) ? 'possible' : own.length > 0 ? 'certain' : 'likely',
      summary: `AppArmor keeps dnsmasq from what it needs for network ${subject.name}.`,
      evidence: [last.text],
      commands: [quote(['aa-complain', profile]), startAgain(subject)],
    },
  ];
}

/** `dnsmasq: bad option at line 7 of /var/lib/libvirt/dnsmasq/NAME.conf`, in libvirt's message or in its own. */
function refused(subject: NetworkSubject): Cause[] {
  const file = `/var/lib/libvirt/dnsmasq/${subject.name}.conf`;
  const lines = subject.readings.journal.lines.filter(
    ({ text }) => text.includes(file) && / at line \d+ of /.test(text),
  );
  const [last] = lines.slice(-1);
  if (!last) return [];
  const [said = last.text] = last.text.split('\n').filter((line) => / at line \d+ of /.test(line));
  return [
    {
      id: 'dnsmasq-refuses-options',
      rank: isOld(subject.readings.journal, last) ? 'possible' : 'certain',
      summary: `dnsmasq does not understand the options of network ${subject.name}.`,
      evidence: [said],
      commands: [onNetwork('net-edit', subject.name), startAgain(subject)],
    },
  ];
}
