import { type Cause, type Checked, examine, RANKS } from './check.ts';
import type { HostReadings } from './host-readings.ts';
import { type AskedFor, isMissed, type Subjects, subjectsOf } from './subjects.ts';
import { BRIDGE, HOST, NETWORK, NIC } from './tree.ts';

/** A cause of something that is wrong on a host. */
export interface Finding extends Cause {
  host: string;
  /** `host`, `network lab`, `bridge br0`, `guest web`. */
  subject: string;
  /** What is not so: `its dnsmasq runs`. */
  asks: string;
}

/** What the checks of a host came to. */
export interface Diagnosis {
  host: string;
  /** In the order of the tree. */
  checks: readonly Checked[];
  /** The most probable first. */
  findings: readonly Finding[];
  /** How much was looked at. */
  looked: { networks: number; guests: number };
}

/** Goes along the tree for a host, or for what is asked for and all that it rests on. */
export function diagnose(host: string, readings: HostReadings, asked: AskedFor): Diagnosis {
  const { networks, bridges, nics, ...subjects } = concerned(subjectsOf(readings, asked), asked);
  const checks = [
    ...examine('host', subjects.host, HOST),
    ...networks.filter(isMissed).flatMap((one) => examine(`network ${one.name}`, one, NETWORK)),
    ...bridges.flatMap((one) => examine(`bridge ${one.name}`, one, BRIDGE)),
    ...nics
      .filter(({ guest, isAsked }) => guest.running || isAsked)
      .flatMap((one) => examine(`guest ${one.guest.name}`, one, NIC)),
  ];
  const guests = new Set(nics.filter(({ guest }) => guest.running).map(({ guest }) => guest.name));
  return {
    host,
    checks,
    findings: findingsOf(host, checks),
    looked: { networks: networks.length, guests: guests.size },
  };
}

/** The names of networks and guests of a host; undefined where libvirt did not tell all of them. */
export function namesOf(readings: HostReadings): string[] | undefined {
  if ('why' in readings.networks || 'why' in readings.guests) return undefined;
  const { networks, guests } = subjectsOf(readings, { name: undefined });
  return [...new Set([...networks, ...guests].map(({ name }) => name))].toSorted();
}

/** What a network or guest rests on, and who rests on it. */
function concerned(all: Subjects, { name }: AskedFor): Subjects {
  if (name === undefined) return all;
  const isGuest = all.guests.some((guest) => guest.name === name);
  const nics = all.nics.filter(
    ({ guest, nic }) => guest.name === name || (nic.network === name && guest.running),
  );
  const own = nics.filter(({ guest }) => !isGuest || guest.name === name);
  const networks = all.networks.filter(
    (one) => one.name === name || (isGuest && own.some(({ nic }) => nic.network === one.name)),
  );
  const names = new Set([...own.map(({ nic }) => nic.bridge), ...networks.map(({ bridge }) => bridge)]);
  return { ...all, networks, nics, bridges: all.bridges.filter((one) => names.has(one.name)) };
}

/** Two subjects may show the same, which the same mends: it is one finding, of what comes first in the tree. */
function findingsOf(host: string, checks: readonly Checked[]): Finding[] {
  const all = checks.flatMap(({ subject, asks, verdict }) =>
    verdict.is === 'wrong' ? verdict.causes.map((cause): Finding => ({ host, subject, asks, ...cause })) : [],
  );
  const known = new Map<string, Finding>();
  for (const finding of all) {
    const { id, evidence, commands, fix } = finding;
    const key = JSON.stringify([id, evidence, commands, fix]);
    if (!known.has(key)) known.set(key, finding);
  }
  const rank = ({ rank: word }: Finding) => RANKS.indexOf(word);
  return [...known.values()].toSorted((one, other) => rank(one) - rank(other));
}
