import { type Probe, printed } from '../../plan/probe.ts';

/** What the kernel shows of a bridge, whoever made it. */
export interface KernelBridge {
  /** Whether it is set up, whatever its carrier. */
  up: boolean;
  mtu: number;
  stp: boolean;
  /** Global addresses in CIDR notation, without those of DHCP and routers, sorted. */
  addresses: readonly string[];
}

/** By name. */
export type KernelBridges = Readonly<Record<string, KernelBridge>>;

/** Two lines more for each bridge, and one process: `permanent` leaves out what others give, see ip-address(8). */
const READ = `
cd /sys/class/net || exit
for link in */bridge; do
  [ -e "$link" ] || exit 0
  link=\${link%/bridge} flags= mtu= stp=
  { read -r flags <"$link/flags" && read -r mtu <"$link/mtu" && read -r stp <"$link/bridge/stp_state"; } 2>/dev/null || continue
  [ "$stp" = 0 ] || stp=1
  echo "bridge $link $((flags & 1)) $mtu $stp"
done
ip -o addr show type bridge scope global permanent`;

/** All bridges of a host. They come and go with networks, which is no reason to plan again. */
export const kernelBridges: Probe<KernelBridges> = {
  key: 'bridges of the kernel',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const lines = printed(answers, 'read the bridges').split('\n').filter(Boolean);
    const addresses = lines.flatMap((line) => addressOf(line) ?? []);
    const bridges = lines.flatMap((line) => {
      const [word, name = '', up, mtu, stp] = line.split(' ');
      if (word !== 'bridge') return [];
      const own = addresses.filter(({ link }) => link === name).map(({ cidr }) => cidr);
      const bridge = { up: up === '1', mtu: Number(mtu), stp: stp === '1', addresses: own.toSorted() };
      return [[name, bridge] as const];
    });
    return Object.fromEntries(bridges);
  },
};

/** `4: virbr0    inet 10.0.0.1/24 brd 10.0.0.255 scope global virbr0\ …`, see ip-address(8). */
function addressOf(line: string): { link: string; cidr: string } | undefined {
  const [, link, cidr] = /^\d+: (\S+) +inet6? (\S+\/\d+) /.exec(line) ?? [];
  return link === undefined || cidr === undefined ? undefined : { link, cidr };
}

/** The bridges once one is as `bridge` says, or with nothing gone. */
export function withBridge(
  bridges: KernelBridges,
  name: string,
  bridge: KernelBridge | undefined,
): KernelBridges {
  const { [name]: _, ...others } = bridges;
  return bridge === undefined ? others : { ...others, [name]: bridge };
}
