import type { SeenNetwork, WantedNetwork } from './network-changes.ts';
import { ownBridge } from './network-state.ts';
import { checkNetwork, type Facts, type Finding } from './rules.ts';
import type { Surroundings } from './surroundings.ts';

/** What is wrong with a definition on this host, a sentence each. */
export interface Verdict {
  /** Nothing may be sent while there is one. */
  errors: string[];
  warnings: string[];
}

/** What a definition is checked against. */
export type SeenAround = Pick<SeenNetwork, 'network' | 'version'> &
  Surroundings & { virtualFunctions?: readonly string[] | undefined };

/** Checks a definition on the host that shall get it. What is as wrong in what runs there is no reason to stop now. */
export function verdictOn({ definition, state }: WantedNetwork, seen: SeenAround): Verdict {
  const facts = factsOf(state === 'active', seen);
  const findings = checkNetwork(definition, facts);
  const { network } = seen;
  const now = network.exists ? (state === 'active' ? network.live : network.persistent) : undefined;
  const known = new Set(now && findings.length > 0 ? checkNetwork(now, facts).map(keyOf) : []);
  // libvirt lets a network run without its bridge, but no guest of it starts.
  const isBroken = ({ code }: Finding) => code === 'bridge-missing';
  const stops = (finding: Finding) =>
    finding.severity === 'error' && (isBroken(finding) || !known.has(keyOf(finding)));
  return {
    errors: findings.filter(stops).map(sentence),
    warnings: findings.filter((finding) => !stops(finding)).map(sentence),
  };
}

/** A network that shall not run may wait for its links, and for its subnet to become free. */
function factsOf(runs: boolean, { network, version, networks, host, virtualFunctions }: SeenAround): Facts {
  const bridge = ownBridge(network);
  return {
    version,
    networks,
    ...(runs && host),
    ...(bridge !== undefined && { bridge }),
    ...(virtualFunctions && { virtualFunctions }),
  };
}

function keyOf({ code, detail }: Finding): string {
  return `${code} ${detail}`;
}

function sentence({ summary, detail, hint }: Finding): string {
  return `${summary}: ${detail}. ${hint}`;
}
