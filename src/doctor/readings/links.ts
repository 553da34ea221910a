import { objectsIn, only, type Probe, ProbeError } from '../../plan/probe.ts';

/** A link of the host, as the kernel has it. */
export interface Link {
  name: string;
  index: number;
  /** Whether it is set up. */
  up: boolean;
  /** Whether there is somebody at its other end. */
  carrier: boolean;
  mtu: number;
  mac: string;
  /** `bridge`, `bond`, `vlan`, `tun`, `veth`, `macvtap`, …; absent for hardware. */
  kind?: string;
  /** The bridge or bond that it is plugged into. */
  master?: string;
  /** The link below it: of a VLAN or macvtap. */
  lower?: string;
  /** Global addresses in CIDR notation. */
  addresses: readonly string[];
  /** Of a port of a bridge. */
  port?: { state: string; isolated: boolean; broadcast: boolean };
  /** Of a bridge; its forward delay in hundredths of a second, as ip(8) has it. */
  bridge?: { stp: boolean; vlanAware: boolean; forwardDelay: number };
  /** Of a bond. */
  bond?: { mode: string; partner?: string; ports?: number };
  /** Of a port of a bond. */
  bonded?: { state: string; mii: string };
}

/** A VLAN of a port of a bridge. */
export interface PortVlan {
  port: string;
  vlan: number;
  /** Frames without a tag belong to it. */
  pvid: boolean;
  untagged: boolean;
}

export interface Route {
  to: string;
  dev?: string;
  via?: string;
}

/** What the kernel shows of links and what leads over them. */
export interface Kernel {
  links: ReadonlyMap<string, Link>;
  vlans: readonly PortVlan[];
  /** Of the main table. */
  routes: readonly Route[];
  /** Default routes of all tables. */
  defaults: readonly Route[];
}

/** The JSON of ip(8) and bridge(8), each behind a record separator; what a version does not know stays empty. */
const READ = `
sep=$(printf '\\036')
ip -j -d addr show || exit
echo "$sep"; bridge -j vlan show 2>/dev/null
echo "$sep"; ip -j route show table main 2>/dev/null
echo "$sep"; ip -j -6 route show table main 2>/dev/null
echo "$sep"; ip -j route show table all default 2>/dev/null
echo "$sep"; ip -j -6 route show table all default 2>/dev/null
exit 0`;

export const kernel: Probe<Kernel> = {
  key: 'links of the doctor',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const { status, stdout, stderr } = only(answers);
    if (status !== 0) throw new ProbeError(`cannot read the links: ${stderr.toString().trim()}`);
    return parseKernel(stdout.toString());
  },
};

/** Exported for tests on recorded output. */
export function parseKernel(text: string): Kernel {
  const [links = [], vlans = [], routes4 = [], routes6 = [], ...defaults] = text
    .split('\x1e')
    .map((part) => objectsIn(part, 'read the links'));
  return {
    links: new Map(links.flatMap((each) => linkOf(each as RawLink) ?? []).map((link) => [link.name, link])),
    vlans: vlans.flatMap((each) => vlansOf(each as RawVlans)),
    routes: [...routes4, ...routes6].flatMap((each) => routeOf(each as RawRoute)),
    defaults: defaults.flat().flatMap((each) => routeOf(each as RawRoute)),
  };
}

interface RawLink {
  ifname?: string;
  ifindex?: number;
  flags?: readonly string[];
  mtu?: number;
  address?: string;
  master?: string;
  link?: string;
  linkinfo?: {
    info_kind?: string;
    info_data?: {
      stp_state?: number;
      forward_delay?: number;
      vlan_filtering?: number;
      mode?: string;
      ad_info?: { num_ports?: number; partner_mac?: string };
    };
    info_slave_kind?: string;
    info_slave_data?: {
      state?: string;
      isolated?: boolean;
      bcast_flood?: boolean;
      mii_status?: string;
    };
  };
  addr_info?: readonly { local?: string; prefixlen?: number; scope?: string }[];
}

/** ip(8) prints an empty object for what it was not asked for. */
function linkOf(raw: RawLink): Link | undefined {
  const { ifname, ifindex = 0, flags = [], mtu = 0, address = '', master, link, linkinfo = {} } = raw;
  if (ifname === undefined) return undefined;
  const {
    info_kind: kind,
    info_data: data = {},
    info_slave_kind: slave,
    info_slave_data: own = {},
  } = linkinfo;
  const port = {
    state: own.state ?? '',
    isolated: own.isolated ?? false,
    broadcast: own.bcast_flood ?? true,
  };
  const { num_ports: ports, partner_mac: partner } = data.ad_info ?? {};
  return {
    name: ifname,
    index: ifindex,
    up: flags.includes('UP'),
    carrier: flags.includes('LOWER_UP'),
    mtu,
    mac: address,
    ...(kind !== undefined && { kind }),
    ...(master !== undefined && { master }),
    ...(link !== undefined && { lower: link }),
    addresses: (raw.addr_info ?? [])
      .filter(({ scope }) => scope === 'global')
      .map(({ local = '', prefixlen }) => `${local}/${prefixlen}`),
    ...(slave === 'bridge' && { port }),
    ...(kind === 'bridge' && {
      bridge: {
        stp: (data.stp_state ?? 0) !== 0,
        vlanAware: (data.vlan_filtering ?? 0) !== 0,
        forwardDelay: data.forward_delay ?? 0,
      },
    }),
    ...(kind === 'bond' && {
      bond: {
        mode: data.mode ?? '',
        ...(partner !== undefined && { partner }),
        ...(ports !== undefined && { ports }),
      },
    }),
    ...(slave === 'bond' && { bonded: { state: own.state ?? '', mii: own.mii_status ?? '' } }),
  };
}

interface RawVlans {
  ifname?: string;
  vlans?: readonly { vlan?: number; vlanEnd?: number; flags?: readonly string[] }[];
}

function vlansOf({ ifname: port = '', vlans = [] }: RawVlans): PortVlan[] {
  return vlans.flatMap(({ vlan: first = 0, vlanEnd: last = first, flags = [] }) =>
    Array.from({ length: Math.min(last - first, 4094) + 1 }, (_, offset) => ({
      port,
      vlan: first + offset,
      pvid: flags.includes('PVID'),
      untagged: flags.includes('Egress Untagged'),
    })),
  );
}

interface RawRoute {
  /** Absent of what leads somewhere: not `unreachable` or `blackhole`. */
  type?: string;
  dst?: string;
  dev?: string;
  gateway?: string;
  nexthops?: readonly { dev?: string; gateway?: string }[];
}

function routeOf({ type, dst: to, dev, gateway: via, nexthops = [] }: RawRoute): Route[] {
  const [first] = nexthops;
  const [device, gateway] = [dev ?? first?.dev, via ?? first?.gateway];
  if (to === undefined || type !== undefined) return [];
  return [
    { to, ...(device !== undefined && { dev: device }), ...(gateway !== undefined && { via: gateway }) },
  ];
}
