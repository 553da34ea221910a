import type { Ethernets } from '../kernel/ethernets.ts';
import { linksBelow, type UnderlayLink } from '../kernel/underlay-link.ts';
import { type Addressed, addressFaults } from './address-faults.ts';
import type { Fault } from './fault.ts';
import { linkFaults } from './link-faults.ts';

/** What the faults of a bridge rest on: its arguments. */
interface BridgeArguments extends Host {
  name: string;
  interfaces: readonly string[];
  underlay: readonly UnderlayLink[];
  bonds?: Readonly<Record<string, Host>> | undefined;
  vlans?: Readonly<Record<string, Host>> | undefined;
  ethernets?: Ethernets | undefined;
  parameters?:
    | {
        stp?: boolean | undefined;
        'forward-delay'?: number | undefined;
        'path-cost'?: Readonly<Record<string, number>> | undefined;
        'port-priority'?: Readonly<Record<string, number>> | undefined;
      }
    | undefined;
}

/** What the host itself has of a link. */
type Host = Omit<Addressed, 'name' | 'at'> & { mtu?: number | undefined; nameservers?: object | undefined };

/** What is wrong in the arguments of a bridge, each of which is right by itself. */
export function bridgeFaults(given: BridgeArguments): Fault[] {
  const { name, interfaces, ethernets = {}, parameters = {}, bonds = {}, vlans = {} } = given;
  const ofPorts = (['path-cost', 'port-priority'] as const).flatMap((key) => {
    const others = Object.keys(parameters[key] ?? {}).filter(
      (port) => !interfaces.includes(port) || ethernets[port]?.match !== undefined,
    );
    return others.length > 0 ? [noPort(key, others)] : [];
  });
  const { stp, 'forward-delay': delay } = parameters;
  // The kernel refuses less with a spanning tree: BR_MIN_FORWARD_DELAY in net/bridge/br_private_stp.h.
  const tooShort = delay !== undefined && delay < 2 && stp !== false ? [SHORT_DELAY] : [];
  const hosts: Addressed[] = [
    { ...given, at: [] },
    ...Object.entries(bonds).map(([bond, settings]) => ({ ...settings, name: bond, at: ['bonds', bond] })),
    ...Object.entries(vlans).map(([vlan, settings]) => ({ ...settings, name: vlan, at: ['vlans', vlan] })),
  ];
  const addressed = hosts.filter((link) => link.name !== name && interfaces.includes(link.name));
  const links = linksBelow(given);
  const unused = Object.keys(ethernets).filter((id) => !links.includes(id));
  return [
    ...ofPorts,
    ...tooShort,
    ...addressed.flatMap(addressedPort),
    ...unused.map(unusedMatch),
    ...linkFaults(given),
    ...addressFaults(hosts),
  ];
}

const SHORT_DELAY: Fault = {
  code: 'bridge-forward-delay',
  summary: 'The forward delay is too short for a spanning tree',
  detail: 'With stp, which is on unless it is false, forward-delay is at least 2.',
  at: ['parameters', 'forward-delay'],
  hint: 'Add stp: false.',
};

function noPort(key: string, names: readonly string[]): Fault {
  return {
    code: 'bridge-no-port',
    summary: `${key} names what is no port of the bridge`,
    detail: `${names.join(', ')} is no name of a link among its interfaces.`,
    at: ['parameters', key],
    hint: 'Add it to interfaces, or take it out here.',
  };
}

/** What only a link with addresses of its own has. */
const OF_HOSTS = ['addresses', 'routes', 'nameservers', 'dhcp4', 'dhcp6', 'accept-ra'] as const;

function addressedPort({ at, ...link }: Addressed & Host): Fault[] {
  const said = OF_HOSTS.filter((key) => {
    const value = link[key];
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });
  return said.map((key) => ({
    code: 'bridge-port-addresses',
    summary: 'A port of a bridge has no addresses of its own',
    detail: `${link.name} is among the interfaces of the bridge, and ${key} is for links of the host.`,
    at: [...at, key],
    hint: `Give ${key} to the bridge.`,
  }));
}

function unusedMatch(id: string): Fault {
  return {
    code: 'bridge-ethernets',
    summary: 'A link is described for nothing',
    detail: `${id} is among the interfaces of neither the bridge nor a bond, and carries no VLAN.`,
    at: ['ethernets', id],
    hint: 'Add it to interfaces, or take it out here.',
  };
}
