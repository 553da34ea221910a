import { Address4, Address6 } from 'ip-address';
import { canonical, isOfLink } from '../kernel/addresses.ts';
import { type DesiredRoute, MAIN, metricOf, routeText } from '../kernel/static-routes.ts';
import type { Fault } from './fault.ts';

/** What is said of the addresses and routes of a link; `at` is the path to them, and empty for the bridge. */
export interface Addressed {
  name: string;
  at: readonly string[];
  addresses: readonly string[];
  routes?: readonly DesiredRoute[] | undefined;
  dhcp4?: boolean | undefined;
  dhcp6?: boolean | undefined;
  'accept-ra'?: boolean | undefined;
}

/** What no host can have, though each address is one. */
export function addressFaults(links: readonly Addressed[]): Fault[] {
  return [
    ...links.flatMap((link) => link.addresses.flatMap((cidr, index) => unusable(link, cidr, index))),
    ...addressTwice(links),
    ...links.flatMap((link) =>
      (link.routes ?? []).flatMap((route, index) => routeFaults(link, route, index)),
    ),
    ...defaultTwice(links),
  ];
}

function unusable({ at }: Addressed, cidr: string, index: number): Fault[] {
  const what = sortOf(cidr);
  if (what === undefined) return [];
  return [
    {
      code: 'bridge-address',
      summary: 'A host cannot have this address',
      detail: `${cidr} is ${what}.`,
      at: [...at, 'addresses', index],
      hint: 'Write the address of the host in that network, with the prefix of the network.',
    },
  ];
}

/** Without RFC 3021 and RFC 6164 the first and, of IPv4, the last address of a network are no host's. */
function sortOf(cidr: string): string | undefined {
  const parsed = cidr.includes(':') ? new Address6(cidr) : new Address4(cidr);
  const word = parsed.correctForm();
  if (parsed.isMulticast()) return 'a multicast address';
  if (cidr.includes(':')) {
    return parsed.subnetMask < 127 && word === parsed.startAddress().correctForm()
      ? 'the address of a network'
      : undefined;
  }
  if (parsed.subnetMask >= 31) return undefined;
  if (word === parsed.startAddress().correctForm()) return 'the address of a network';
  return word === parsed.endAddress().correctForm() ? 'the broadcast address of its network' : undefined;
}

function addressTwice(links: readonly Addressed[]): Fault[] {
  const first = new Map<string, string>();
  return links.flatMap(({ name, at, addresses }) =>
    addresses.flatMap((cidr, index): Fault[] => {
      const address = canonical(cidr).replace(/\/.*/, '');
      const key = isOfLink(address) ? `${address} of ${name}` : address;
      const other = first.get(key);
      first.set(key, other ?? name);
      if (other === undefined) return [];
      const where = other === name ? `${name} twice` : `${other} and ${name}`;
      return [
        {
          code: 'bridge-address-twice',
          summary: 'An address is described twice',
          detail: `${address} is given to ${where}.`,
          at: [...at, 'addresses', index],
          hint: 'An address is on one link only. Leave it out here.',
        },
      ];
    }),
  );
}

function routeFaults(link: Addressed, { to, via, ...rest }: DesiredRoute, index: number): Fault[] {
  if (via === undefined) return [];
  const at = [...link.at, 'routes', index, 'via'];
  const is6 = via.includes(':');
  if (to !== 'default' && to.includes(':') !== is6)
    return [
      {
        code: 'bridge-route-family',
        summary: 'A gateway is of another family than its route',
        detail: `The way to ${to} leads via ${via}.`,
        at,
        hint: `Name a gateway of IPv${is6 ? 4 : 6}.`,
      },
    ];
  const own = link.addresses.filter((cidr) => cidr.includes(':') === is6);
  if (own.some((cidr) => canonical(cidr).replace(/\/.*/, '') === canonical(`${via}/0`).slice(0, -2)))
    return [
      gatewayFault(at, `${via} is an address of ${link.name} itself.`, 'Name the address of the router.'),
    ];
  const isDynamic = is6 ? link.dhcp6 || link['accept-ra'] : link.dhcp4;
  if (rest['on-link'] || isDynamic || /^fe[89ab]/i.test(via) || own.some((cidr) => isWithin(via, cidr)))
    return [];
  const networks =
    own.length > 0
      ? `${own.join(', ')} of ${link.name}`
      : `${link.name}, which has no address of IPv${is6 ? 6 : 4}`;
  return [
    gatewayFault(
      at,
      `${via} is in no network of ${networks}.`,
      'Name a gateway in one of its networks, or say on-link: true where it answers all the same.',
    ),
  ];
}

function gatewayFault(at: Fault['at'], detail: string, hint: string): Fault {
  return { code: 'bridge-gateway', summary: 'A gateway cannot be reached', detail, at, hint };
}

function isWithin(address: string, cidr: string): boolean {
  return address.includes(':')
    ? new Address6(address).isInSubnet(new Address6(cidr))
    : new Address4(address).isInSubnet(new Address4(cidr));
}

/** Of two the kernel takes one, and nothing says which. */
function defaultTwice(links: readonly Addressed[]): Fault[] {
  const first = new Map<string, string>();
  return links.flatMap(({ name, at, routes = [] }) =>
    routes.flatMap((route, index): Fault[] => {
      const text = routeText(route);
      if (!text.startsWith('default')) return [];
      const family = (route.via ?? route.to).includes(':') ? 6 : 4;
      const said = `IPv${family}, table ${route.table ?? 'main'}, metric ${route.metric ?? 'none'}`;
      const key = JSON.stringify([family, route.table ?? MAIN, metricOf(route)]);
      const other = first.get(key);
      first.set(key, other ?? `${name} via ${route.via ?? 'the link'}`);
      if (other === undefined) return [];
      return [
        {
          code: 'bridge-default-twice',
          summary: 'Two default routes are of the same metric',
          detail: `${other} and ${name} via ${route.via ?? 'the link'} are both ${said}.`,
          at: [...at, 'routes', index],
          hint: 'Give one of them another metric; the lower is preferred.',
        },
      ];
    }),
  );
}
