import { type Probe, printed } from '../../plan/probe.ts';

/** What a link of a host is: a card, or what stands for one, is `card`. */
export type LinkKind = 'bridge' | 'bond' | 'tap' | 'upper' | 'card';

/** What the kernel shows of a link. */
export interface LinkFacts {
  name: string;
  kind: LinkKind;
  mtu: number;
  /** Whether it is set up. */
  up: boolean;
  /** Whether it has a carrier; undefined while it is down. */
  carrier?: boolean;
  /** Empty for a link without one. */
  mac: string;
  /** Whether somebody gave it its MAC address: a bridge without one takes that of a port. NET_ADDR_SET of linux/netdevice.h. */
  macIsSet: boolean;
  /** The bridge or bond that it is a port of. */
  master?: string;
  /** Only of a bridge. */
  stp?: { on: boolean; forwardDelay: number };
  /** Only of a bond: its mode, and whether it has a link. */
  bond?: { mode: string; up: boolean };
  /** Only of a port of a bond: whether the bond finds a link on it. */
  slaveUp?: boolean;
  /** Global addresses in CIDR notation. */
  addresses: readonly string[];
}

/** A line `link NAME KIND MASTER` and the first words of some files for each link, `-` for what is not there. */
const READ = `
cd /sys/class/net || exit
for link in *; do
  [ -e "$link/mtu" ] || continue
  kind=card master=-
  for lower in "$link"/lower_*; do [ ! -e "$lower" ] || kind=upper; done
  if [ -d "$link/bridge" ]; then kind=bridge
  elif [ -d "$link/bonding" ]; then kind=bond
  elif [ -e "$link/tun_flags" ]; then kind=tap
  fi
  # No process for a link, as readlink would be.
  way=$PWD
  cd -P -- "$link/master" 2>/dev/null && master=\${PWD##*/}
  cd "$way" || exit
  line="link $link $kind $master"
  for file in mtu flags carrier address addr_assign_type bridge/stp_state bridge/forward_delay \\
    bonding/mode bonding/mii_status bonding_slave/mii_status; do
    value= rest=
    { read -r value rest <"$link/$file"; } 2>/dev/null
    line="$line \${value:--}"
  done
  echo "$line"
done
ip -o addr show scope global`;

/** All links of a host, by name. */
export const linkFacts: Probe<readonly LinkFacts[]> = {
  key: 'facts of links',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseLinks(printed(answers, 'read the links')),
};

function parseLinks(text: string): LinkFacts[] {
  const lines = text.split('\n');
  const addresses = lines.flatMap((line) => {
    const [, link, cidr] = /^\d+: (\S+) +inet6? (\S+)/.exec(line) ?? [];
    return link === undefined || cidr === undefined ? [] : [{ link, cidr }];
  });
  return lines.flatMap((line) => {
    const [word, name = '', kind, master, mtu, flags, carrier, mac = '', assigned, ...rest] = line.split(' ');
    if (word !== 'link') return [];
    const [stp, delay, mode, bondStatus, slaveStatus] = rest.map((one) => (one === '-' ? undefined : one));
    const own = addresses.filter(({ link }) => link === name).map(({ cidr }) => cidr);
    return {
      ...{ name, kind: kind as LinkKind, mtu: Number(mtu), up: (Number(flags) & 1) === 1 },
      ...(carrier !== '-' && { carrier: carrier === '1' }),
      ...{ mac: mac === '-' ? '' : mac, macIsSet: assigned === '3' },
      ...(master !== '-' && master !== undefined && { master }),
      ...(stp !== undefined && { stp: { on: stp !== '0', forwardDelay: Number(delay) / 100 } }),
      ...(mode !== undefined && { bond: { mode, up: bondStatus === 'up' } }),
      ...(slaveStatus !== undefined && { slaveUp: slaveStatus === 'up' }),
      addresses: own.toSorted(),
    };
  });
}
