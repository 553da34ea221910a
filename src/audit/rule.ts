import type { AuditedHost, AuditedNetwork, Fleet } from './host-model.ts';

export type Severity = 'error' | 'warning';

/** Where a rule is broken: on which host, what, and what was seen there. */
export interface Found {
  host: string;
  /** `network lab`, `guest web1`, `link eth0`, `file /etc/…`; `host` for the host as a whole. */
  object: string;
  /** What was seen, in a sentence or less. */
  evidence: string;
  /** A command for the host that shows or mends it. */
  command?: readonly string[];
  /** Several of them, in the words of a shell. */
  lines?: readonly string[];
  /** Of a network: leads into its definition, `['ip', 0, 'dhcp']`. */
  at?: readonly (string | number)[];
}

/** A rule as data; `find` is pure. What it cannot see it finds nothing in. */
export interface Rule {
  /** Stable and kebab-case: reports and waivers have it. */
  id: string;
  severity: Severity;
  /** A fixed sentence without names. */
  summary: string;
  /** What comes of it, and the source of that where it is not ours. */
  why: string;
  /** What to do. */
  todo: string;
  find(fleet: Fleet): readonly Found[];
}

/** What is found on one host, without its name. */
export type OnHost = Omit<Found, 'host'>;

/** For a rule that looks at one host at a time. */
export function onHosts(find: (host: AuditedHost, fleet: Fleet) => readonly OnHost[]): Rule['find'] {
  return (fleet) =>
    fleet.hosts.flatMap((host) => find(host, fleet).map((one) => ({ host: host.name, ...one })));
}

/** For a rule that looks at one network at a time: what was seen there. */
export function onNetworks(
  find: (network: AuditedNetwork, host: AuditedHost, fleet: Fleet) => readonly Omit<OnHost, 'object'>[],
): Rule['find'] {
  return onHosts((host, fleet) =>
    host.networks.flatMap((network) =>
      find(network, host, fleet).map((one) => ({ object: `network ${network.name}`, ...one })),
    ),
  );
}

/** Evidence where there is some. */
export function when(condition: unknown, evidence: string, command?: readonly string[]) {
  return condition ? [{ evidence, ...(command && { command }) }] : [];
}
