import { type Ethernets, portLines } from './port-lines.ts';
import type { MadeLink } from './underlay.ts';

/** Something that netplan or the kernel would refuse; `at` is the path to the argument. */
export interface Fault {
  code: string;
  summary: string;
  detail: string;
  at: string[];
  hint: string;
}

/** What the faults of a bridge rest on: its arguments. */
interface Judged {
  name: string;
  interfaces: readonly string[];
  made: readonly MadeLink[];
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

/** What is wrong in the arguments of a bridge, each of which is right by itself. */
export function bridgeFaults({ name, interfaces, made, ethernets = {}, parameters = {} }: Judged): Fault[] {
  const ofPorts = (['path-cost', 'port-priority'] as const).flatMap((key) => {
    const others = Object.keys(parameters[key] ?? {}).filter(
      (port) => !interfaces.includes(port) || ethernets[port]?.match !== undefined,
    );
    return others.length > 0 ? [noPort(key, others)] : [];
  });
  const { stp, 'forward-delay': delay } = parameters;
  // The kernel refuses less with a spanning tree: BR_MIN_FORWARD_DELAY in net/bridge/br_private_stp.h.
  const tooShort = delay !== undefined && delay < 2 && stp !== false ? [SHORT_DELAY] : [];
  const addressed = made.filter(({ name, addresses }) => addresses.length > 0 && interfaces.includes(name));
  const links = portLines({ name, interfaces, made }).map((link) => link.name);
  const unused = Object.keys(ethernets).filter((id) => !links.includes(id));
  return [
    ...ofPorts,
    ...tooShort,
    ...addressed.map(({ name }) => addressedPort(name)),
    ...unused.map(unusedMatch),
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

function addressedPort(port: string): Fault {
  return {
    code: 'bridge-port-addresses',
    summary: 'A port of a bridge has no addresses of its own',
    detail: `${port} is among the interfaces of the bridge.`,
    at: ['vlans', port, 'addresses'],
    hint: 'Give the addresses to the bridge.',
  };
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
