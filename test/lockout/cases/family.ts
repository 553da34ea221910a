import { type LockoutCase, type Status, second, type Way } from '../case.ts';

/** An address family: how the operator comes in, and what of it a second bridge takes. */
interface Family {
  far: Way;
  near: Way;
  /** An address of the second bridge where the case is about a route, and the router behind it. */
  own: string;
  via: string;
  /** The network of the operator that is far, and an address in it. */
  network: string;
  inNetwork: string;
  /** What may come of a route to that network. */
  routed: readonly Status[];
  /** The address of the operator that is near, alone, and another one in a part of his network. */
  operator: string;
  inPart: string;
}

/** What can be done to the way of the operator in each family. */
export function ofFamily({ far, near, own, via, ...given }: Family): LockoutCase[] {
  const holding = (address: string) => [{ bridge: second({ addresses: [address] }) }];
  const routing = (route: object) => [{ bridge: second({ addresses: [own], routes: [{ via, ...route }] }) }];
  return [
    {
      name: 'an address in the network of the operator',
      way: far,
      tasks: holding(given.inNetwork),
      ends: ['reverted'],
    },
    {
      name: 'a route to the network of the operator',
      way: far,
      tasks: routing({ to: given.network }),
      ends: given.routed,
    },
    {
      name: 'a default route of a higher metric',
      way: far,
      tasks: routing({ to: 'default', metric: 5000 }),
      ends: ['changed'],
    },
    {
      name: 'a part of the own network',
      way: near,
      tasks: holding(given.inPart),
      ends: ['reverted'],
    },
    {
      name: 'the address of the near operator',
      way: near,
      tasks: holding(given.operator),
      ends: ['blocked'],
    },
  ];
}
