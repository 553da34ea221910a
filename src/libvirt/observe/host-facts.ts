import type { Current } from '../../plan/probe.ts';
import type { Network } from '../model/network.ts';
import { dnsmasqRefusals } from './dnsmasq-refusals.ts';
import { firewalld } from './firewalld.ts';
import { functionsOf } from './physical-function.ts';
import { virtualFunctions } from './virtual-functions.ts';

/** What a definition rests on beside other networks, links and routes; of each only what it needs is read. */
export function hostFacts(definition: Network) {
  const { forward, bridge } = definition;
  const refusals = dnsmasqRefusals(definition);
  return {
    ...(forward?.address && { virtualFunctions }),
    ...(forward?.pf && { functions: functionsOf(forward.pf.dev) }),
    ...(bridge?.zone && { firewalld }),
    ...(refusals && { refusals }),
  };
}

/** The answers to these probes. */
export type HostFacts = Partial<Current<ReturnType<typeof hostFacts>>>;
