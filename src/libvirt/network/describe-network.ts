import { modeName } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { subnetsOf } from '../model/subnets.ts';

/** A network in a few words: `nat, virbr1, 10.0.0.0/24`. */
export function describeNetwork(network: Network): string {
  const words = [modeName(network), network.bridge?.name, ...subnetsOf(network)];
  return words.filter(Boolean).join(', ');
}
