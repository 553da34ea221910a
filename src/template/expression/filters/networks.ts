import { addressOf, BadArgument, netmaskOf, networkOf, nthHost, prefixOf } from '../addresses.ts';
import { macOf } from '../mac.ts';
import { ValueFault } from '../values/value.ts';
import { countOf, textOf } from './arguments.ts';
import { operation } from './operation.ts';

/** Virtfleet's own functions of addresses; as filters they are `cidr | host(10)`. */
export const NETWORKS = {
  mac: operation('', (text: unknown) => macOf(textOf(text))),
  host: operation('n', (cidr: unknown, [n]) => checked(() => nthHost(textOf(cidr), countOf(n)))),
  address: operation('', (cidr: unknown) => checked(() => addressOf(textOf(cidr)))),
  prefix: operation('', (cidr: unknown) => checked(() => prefixOf(textOf(cidr)))),
  netmask: operation('', (cidr: unknown) => checked(() => netmaskOf(textOf(cidr)))),
  network: operation('', (cidr: unknown) => checked(() => networkOf(textOf(cidr)))),
};

function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof BadArgument ? new ValueFault(error.message) : error;
  }
}
