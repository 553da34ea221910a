import { type UnitState, unitAt } from '../host/unit.ts';
import type { HostDnsmasq, Option } from './host-dnsmasq.ts';
import { matches, plain, type Served } from './served.ts';

const UNIT = 'dnsmasq.service';

/** The service that comes with the package dnsmasq. */
export const distributionUnit = unitAt(UNIT);

/** Why the distribution's service would be in the way of another dnsmasq, and what to do about it. */
export function distributionCollision(desired: Served, unit: UnitState, host: HostDnsmasq): string[] {
  if (!unit.active && !unit.enabled) return [];
  const all = (name: string) => valuesOf(name, Object.values(host.files).flat());
  const [interfaces, addresses] = [all('interface'), all('listen-address').map(plain)];
  const isListed = (link: string) => interfaces.some((one) => meet(one, link));
  const serves = (link: string) =>
    (isListed(link) || interfaces.length + addresses.length === 0) &&
    !all('except-interface').some((one) => matches(one, link));
  // Without one of these it binds all addresses, whatever it serves: dnsmasq(8), --bind-interfaces.
  const binds = all('bind-interfaces').length + all('bind-dynamic').length > 0;
  const names =
    desired.port === 53 &&
    (all('port').at(-1) ?? '53') === '53' &&
    (!binds || desired.interfaces.some(serves) || desired.addresses.some((one) => addresses.includes(one)));
  const dhcp = desired.dhcp && all('dhcp-range').length > 0 && desired.interfaces.some(serves);
  if (!names && !dhcp) return [];
  const what = [...(names ? ['the name service'] : []), ...(dhcp ? ['DHCP'] : [])].join(' and ');
  return [
    [
      `${UNIT}, which the distribution brings, ${unit.active ? 'runs' : 'starts with the host'} and has ${what} there, too. Take it out of the way by a task before this one:`,
      '  service: { name: dnsmasq, state: stopped, masked: true }',
    ].join('\n'),
  ];
}

/** Why another instance would be in the way: an address has one name service, a link one DHCP server. */
export function instanceCollisions(name: string, desired: Served, { instances }: HostDnsmasq): string[] {
  return Object.entries(instances).flatMap(([other, options]) => {
    if (other === name) return [];
    const links = linksOfBoth(desired, options);
    const addresses = valuesOf('listen-address', options)
      .map(plain)
      .filter((one) => desired.addresses.includes(one));
    const port = Number(valuesOf('port', options).at(-1) ?? 53);
    const names = port !== 0 && port === desired.port && links.length + addresses.length > 0;
    const dhcp = desired.dhcp && links.length > 0 && valuesOf('dhcp-range', options).length > 0;
    if (!names && !dhcp) return [];
    const what = [...(names ? ['the name service'] : []), ...(dhcp ? ['DHCP'] : [])].join(' and ');
    return [
      [
        `The instance ${other} has ${what} on ${[...links, ...addresses].join(' and ')} already. Describe both in one task, or remove it by a task before this one:`,
        `  dnsmasq: { name: ${other}, state: absent }`,
      ].join('\n'),
    ];
  });
}

function valuesOf(name: string, options: readonly Option[]): string[] {
  return options.flatMap(([key, value]) => (key === name ? value.split(',') : []));
}

/** What both serve by its name: of a name and a pattern of it the name. */
function linksOfBoth({ interfaces, excepts }: Served, options: readonly Option[]): string[] {
  const others = [...excepts, ...valuesOf('except-interface', options)];
  const common = interfaces.flatMap((one) =>
    valuesOf('interface', options)
      .filter((link) => meet(one, link))
      .map((link) => (one.endsWith('*') ? link : one)),
  );
  return [...new Set(common)].filter((link) => !others.some((one) => matches(one, link)));
}

/** Whether a link can have both names, of which each may end in a star. */
function meet(one: string, other: string): boolean {
  return matches(one, other) || matches(other, one);
}
