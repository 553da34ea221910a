import { objectsIn } from '../plan/probe.ts';

/** An interface as `ip -j address` prints it. */
interface Link {
  ifname: string;
  mtu?: number;
  address?: string;
  flags?: readonly string[];
  link_type?: string;
  addr_info?: readonly {
    family: string;
    local: string;
    prefixlen: number;
    broadcast?: string;
    scope?: string;
  }[];
}

interface Route {
  gateway?: string;
  dev?: string;
}

/** Source: `LinuxNetwork` of Ansible 2.14; its names of fields. */
export function networkFacts(
  address: readonly string[],
  route: readonly string[],
  route6: readonly string[],
): Record<string, unknown> {
  const links = parsed<Link>(address);
  const addresses = (family: string) =>
    links.flatMap(({ addr_info: all = [] }) => all.filter((one) => one.family === family));
  const own = links.map((link): [string, unknown] => [
    link.ifname.replaceAll(/[-:.]/g, '_'),
    interfaceFacts(link),
  ]);
  return {
    ...Object.fromEntries(own),
    interfaces: links.map(({ ifname }) => ifname),
    all_ipv4_addresses: addresses('inet').flatMap(({ local }) => (local.startsWith('127.') ? [] : [local])),
    all_ipv6_addresses: addresses('inet6').flatMap(({ local }) => (local === '::1' ? [] : [local])),
    default_ipv4: defaultFacts(parsed<Route>(route), links, 'inet'),
    default_ipv6: defaultFacts(parsed<Route>(route6), links, 'inet6'),
  };
}

function parsed<T>(lines: readonly string[]): T[] {
  return objectsIn(lines[0] ?? '', 'read the links and routes') as T[];
}

function interfaceFacts(link: Link) {
  const { ifname, mtu, address, flags = [], link_type: type, addr_info: all = [] } = link;
  const v4 = all.find(({ family }) => family === 'inet');
  const v6 = all.filter(({ family }) => family === 'inet6');
  return {
    device: ifname,
    active: flags.includes('UP'),
    ...{ mtu, type: type === 'ether' || type === 'loopback' ? type : 'unknown' },
    ...(type === 'ether' && { macaddress: address }),
    ...(v4 && {
      ipv4: { address: v4.local, broadcast: v4.broadcast ?? '', ...ranges(v4.local, v4.prefixlen) },
    }),
    ...(v6.length > 0 && {
      ipv6: v6.map(({ local, prefixlen, scope }) => ({ address: local, prefix: String(prefixlen), scope })),
    }),
  };
}

function ranges(address: string, prefix: number) {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { netmask: dotted(mask), network: dotted((number & mask) >>> 0), prefix: String(prefix) };
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.');
}

function defaultFacts(
  [route]: readonly Route[],
  links: readonly Link[],
  family: string,
): Record<string, unknown> {
  const link = links.find(({ ifname }) => ifname === route?.dev);
  const own = link?.addr_info?.find((one) => one.family === family && one.scope !== 'link');
  if (!route || !link || !own) return {};
  return {
    ...{ address: own.local, gateway: route.gateway, interface: link.ifname, mtu: link.mtu },
    type: link.link_type === 'ether' ? 'ether' : 'unknown',
    ...(family === 'inet'
      ? { alias: link.ifname, broadcast: own.broadcast ?? '', ...ranges(own.local, own.prefixlen) }
      : { prefix: String(own.prefixlen), scope: own.scope }),
    ...(link.link_type === 'ether' && { macaddress: link.address }),
  };
}
