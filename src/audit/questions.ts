import type { Network } from '../libvirt/model/network.ts';
import { allNetworks } from '../libvirt/observe/all-networks.ts';
import { type HostFacts, hostFacts } from '../libvirt/observe/host-facts.ts';
import type { Current, Probe, Probes } from '../plan/probe.ts';
import { AUDIT_PROBES, type Audited } from './probes.ts';

/** What is known of a host so far: `Observations` of the engine. */
interface Known {
  known<T>(probe: Probe<T>): T | undefined;
  values(probes: Probes): Record<string, unknown>;
}

/** What an audit asks of a host: first the same of all, then what its definitions rest on, such as what dnsmasq takes. */
export const AUDIT_QUESTIONS: readonly ((known: Known) => readonly Probe[])[] = [
  () => Object.values(AUDIT_PROBES),
  (known) =>
    definitionsIn(known).flatMap((one) => Object.values(hostFacts(one)).flatMap((probe) => probe ?? [])),
];

/** The answers of a host, and what they say of a definition. Throws ProbeError. */
export function answersIn(known: Known): { answers: Audited; factsOf: (definition: Network) => HostFacts } {
  return {
    answers: known.values(AUDIT_PROBES) as Current<typeof AUDIT_PROBES>,
    factsOf: (definition) => {
      const found = Object.entries(hostFacts(definition)).map(([name, probe]) => [
        name,
        probe && known.known(probe as Probe),
      ]);
      return Object.fromEntries(found.filter(([, value]) => value !== undefined));
    },
  };
}

/** The definitions that the next start of networks takes, and those that run without one. */
function definitionsIn(known: Known): Network[] {
  return (known.known(allNetworks) ?? []).flatMap((one) =>
    'state' in one ? (one.state.persistent ?? one.state.live ?? []) : [],
  );
}
