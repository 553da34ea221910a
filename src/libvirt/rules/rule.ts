import type { HostRoute } from '../../host/host-links.ts';
import type { Version } from '../../versions/version.ts';
import type { Network } from '../model/network.ts';

/** Something about a network that would fail, be lost, or surprise. */
export interface Finding {
  /** Name of the rule; stable and kebab-case. */
  code: string;
  severity: 'error' | 'warning';
  summary: string;
  detail: string;
  /** What to do, in one sentence. */
  hint: string;
  /** Leads into the model: `['ip', 0, 'dhcp', 'range', 1]`. */
  at: (string | number)[];
}

/** A named rule. `find` says where it is broken and how; what is the same each time stands in the rule. */
export interface Rule {
  code: string;
  severity: Finding['severity'];
  summary: string;
  hint: string;
  find: (network: Network, facts: Facts) => Where[];
  /**
   * For a task that writes a part of a network: whether the finding holds whatever the host has of the rest. Absent:
   * always. Where it does not, what will be stored is judged, on the host.
   */
  isCertain?: (written: Network, at: Where['at']) => boolean;
}

/** What is known of the host; a rule that needs what is not known finds nothing. */
export interface Facts {
  version?: Version;
  /** PCI addresses of the SR-IOV virtual functions that the host has: `0000:03:10.1`. */
  virtualFunctions?: readonly string[];
  /** How many virtual functions the card of `forward.pf` has, for a network that is to run. */
  functions?: number;
  /** Whether firewalld runs, for a network that is to run. */
  firewalld?: boolean;
  /** Lines that the dnsmasq of the host does not take, with why. */
  refusals?: Readonly<Record<string, string>>;
  /** The definitions of all networks of the host, this one included if it is there. */
  networks?: readonly Network[];
  /** The bridge that this network has now; absent while it does not run. */
  bridge?: string;
  /** Where the routing table leads, for a network that is to run: without host bits. */
  routes?: readonly HostRoute[];
  /** Names of all links of the host, for a network that is to run. */
  links?: readonly string[];
}

export interface Where {
  at: (string | number)[];
  detail: string;
}

export function applyRules(rules: readonly Rule[], network: Network, facts: Facts = {}): Finding[] {
  return rules.flatMap(({ code, severity, summary, hint, find }) =>
    find(network, facts).map(({ at, detail }) => ({ code, severity, summary, detail, hint, at })),
  );
}

/** For `isCertain`: the mode is written, not left to the host. */
export function writesMode({ forward }: Network): boolean {
  return forward?.mode !== undefined;
}

/** For `isCertain`: the length of the subnet that the finding is about is written, not left to the host. */
export function writesLength({ ip = [] }: Network, [, index]: Where['at']): boolean {
  const { prefix, netmask } = ip[Number(index)] ?? {};
  return prefix !== undefined || netmask !== undefined;
}
