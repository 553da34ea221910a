import { laidOver } from '../compare/merge.ts';
import type { HostFacts } from '../observe/host-facts.ts';
import { ownBridge } from '../observe/network-state.ts';
import { checkNetwork, type Facts, type Finding } from '../rules/check-network.ts';
import type { CurrentNetwork, DesiredNetwork } from './desired-network.ts';
import type { Neighbours } from './neighbours.ts';

/** What is wrong with a definition on this host, a sentence each. */
export interface HostCheck {
  /** Nothing may be sent while there is one. */
  errors: string[];
  warnings: string[];
}

/** What a definition is checked against. */
export type HostCheckFacts = Pick<CurrentNetwork, 'network' | 'version'> &
  Omit<Neighbours, 'routing'> &
  HostFacts;

/**
 * Checks what a host will have: the definition merged into the network that exists there. A fault that the running
 * network also has blocks nothing, and is reported only where the task writes it. Without `isChanged` the definition
 * is merged only if it has a fault by itself.
 */
export function checkOnHost(desired: DesiredNetwork, current: HostCheckFacts, isChanged: boolean): HostCheck {
  const { definition, state, removals } = desired;
  const { network } = current;
  const facts = factsOf(state === 'active', current);
  const inWritten = checkNetwork(definition, facts);
  const below = network.exists ? (network.persistent ?? network.live) : undefined;
  const isWhole = !below || (inWritten.length === 0 && !isChanged);
  const findings = isWhole ? inWritten : checkNetwork(laidOver(definition, below, removals), facts);
  if (findings.length === 0) return { errors: [], warnings: [] };
  const now = network.exists ? (state === 'active' ? network.live : network.persistent) : undefined;
  const known = new Set((now ? checkNetwork(now, facts) : []).map(keyOf));
  const written = new Set(inWritten.map(keyOf));
  const isWritten = (finding: Finding) => written.has(keyOf(finding));
  const isNews = (finding: Finding) => !known.has(keyOf(finding));
  // libvirt lets a network run without its bridge, but no guest of it starts.
  const isBroken = (finding: Finding) =>
    ['bridge-missing', 'switch-missing'].includes(finding.code) && isWritten(finding);
  // What its dnsmasq does not take matters once the network starts.
  const waits = (finding: Finding) => finding.code === 'dnsmasq-refuses' && state !== 'active';
  const stops = (finding: Finding) =>
    finding.severity === 'error' && !waits(finding) && (isBroken(finding) || isNews(finding));
  const errors = findings.filter(stops);
  const warnings = findings.filter((each) => !stops(each) && (isWritten(each) || isNews(each)));
  return {
    errors: [...errors.map(sentence), ...(errors.every(isWritten) ? [] : [IS_KEPT])],
    warnings: warnings.map(sentence),
  };
}

const IS_KEPT =
  'What the host has of the network and the task does not write is kept: write it too, or write null to remove it.';

/** A network that need not run may wait for its links, for firewalld, and for its subnet to become free. */
function factsOf(
  runs: boolean,
  { network, version, networks, host, virtualFunctions, functions, firewalld, refusals }: HostCheckFacts,
): Facts {
  const bridge = ownBridge(network);
  return {
    version,
    networks,
    ...(runs && host),
    ...(bridge !== undefined && { bridge }),
    ...(virtualFunctions && { virtualFunctions }),
    ...(runs && functions !== undefined && { functions }),
    ...(runs && firewalld !== undefined && { firewalld }),
    ...(refusals && { refusals }),
  };
}

function keyOf({ code, detail }: Finding): string {
  return `${code} ${detail}`;
}

function sentence({ summary, detail, hint }: Finding): string {
  return `${summary}: ${detail}. ${hint}`;
}
