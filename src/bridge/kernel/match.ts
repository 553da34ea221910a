import { family, only, type Probe, ProbeError } from '../../plan/probe.ts';
import type { DescribedBond } from './bond.ts';
import type { Ethernets } from './ethernets.ts';
import { IS_HARDWARE } from './hardware.ts';
import { type ExistingLink, parseLink } from './link.ts';
import { READ_LINK } from './probes.ts';

/** A link of the host that is found instead of named: netplan-yaml(5), `match`. */
export interface Matcher {
  /** What the rest of the file calls it. */
  id: string;
  /** A pattern of the shell. */
  name: string;
  /** In lower case; empty where any will do. */
  macaddress: string;
  /** Patterns of the shell, of which one fits; none where any will do. */
  driver: readonly string[];
}

/** A link that was found. */
export interface MatchedLink {
  name: string;
  link: ExistingLink;
  /** All its global addresses, those of DHCP and routers included. */
  carries: readonly string[];
}

/**
 * Only hardware is found, and what stands for it: a bridge or a VLAN has the MAC address of the link below it. One that
 * was given another address is found by its own, as by networkd (`PermanentMACAddress` of systemd.network(5)).
 */
const READ = `
read_link() (${READ_LINK}
)${IS_HARDWARE}
has_mac() {
  case "$(ip -o link show dev "$1") " in
    *" permaddr $mac "*) return 0 ;;
    *' permaddr '*) return 1 ;;
    *" link/ether $mac "*) return 0 ;;
  esac
  return 1
}
has_driver() {
  driver=$(readlink "$1/device/driver")
  shift
  for pattern; do case \${driver##*/} in $pattern) return 0 ;; esac; done
  return 1
}
name=$1 mac=$2
shift 2
for link in /sys/class/net/*; do
  one=\${link##*/}
  case $one in lo | bonding_masters) continue ;; $name) ;; *) continue ;; esac
  is_hardware "$link" || continue
  [ -z "$mac" ] || has_mac "$one" || continue
  [ $# = 0 ] || has_driver "$link" "$@" || continue
  echo "= $one"
  read_link "$one"
  for word in $(ip -br addr show dev "$one" scope global); do
    case $word in */*) echo "carries $word" ;; esac
  done
done`;

/** The links of a host that were found by a matcher. */
export const matchedLinks = family<readonly MatchedLink[]>('links');

/** The links of the host that fit. */
export function matchedAt({ name, macaddress, driver }: Matcher): Probe<readonly MatchedLink[]> {
  return matchedLinks.of(JSON.stringify([name, macaddress, driver]), {
    ask: { kind: 'script', script: READ, args: [name, macaddress, ...driver] },
    parse: (answers) => {
      const { status, stdout, stderr } = only(answers);
      if (status !== 0) throw new ProbeError(`cannot look for links: ${stderr.toString().trim()}`);
      return stdout.toString().split(/^= /m).filter(Boolean).flatMap(readMatched);
    },
  });
}

/** A link that goes while it is read is none. */
function readMatched(text: string): MatchedLink[] {
  const [name = '', ...lines] = text.trimEnd().split('\n');
  const isCarried = (line: string) => line.startsWith('carries ');
  const link = parseLink(lines.filter((line) => !isCarried(line)).join('\n'));
  const carries = lines.filter(isCarried).map((line) => line.slice('carries '.length));
  return link.exists ? [{ name, link, carries }] : [];
}

/** What was found of each id. */
export type Matched = Readonly<Record<string, readonly MatchedLink[]>>;

/** What the file calls the links that were found, by the names that the kernel has for them. */
export function idsOf(matched: Matched): Record<string, string> {
  return Object.fromEntries(
    Object.entries(matched).flatMap(([id, links]) => links.map(({ name }) => [name, id])),
  );
}

/** What takes links by their names, with the names that the kernel has for those that were found. */
export function withNames<T extends Taker & { underlay: readonly Taker[] }>(desired: T, matched: Matched): T {
  const found = (link: string) => matched[link]?.map(({ name }) => name) ?? [link];
  const named = <U extends Taker>(one: U): U => ({
    ...one,
    interfaces: [...new Set(one.interfaces.flatMap(found))],
    ...(one.bond?.primary && { bond: { ...one.bond, primary: found(String(one.bond.primary))[0] } }),
  });
  return { ...named(desired), underlay: desired.underlay.map(named) };
}

interface Taker {
  interfaces: readonly string[];
  bond?: DescribedBond;
}

/** Those of the links that are found by something else than their names. */
export function matchersOf(ethernets: Ethernets = {}): Matcher[] {
  return Object.entries(ethernets).flatMap(([id, { match }]) => {
    if (!match) return [];
    const { name = '*', macaddress = '', driver = [] } = match;
    return [{ id, name, macaddress: macaddress.toLowerCase(), driver }];
  });
}

/** Why a bridge cannot be made of what was found. */
export function unmatched(matchers: readonly Matcher[], matched: Matched): string | undefined {
  const none = matchers.filter(({ id }) => matched[id]?.length === 0);
  const lines = none.map(({ id, name, macaddress, driver }) => {
    const marks = [
      ...(name === '*' ? [] : [`name ${name}`]),
      ...(macaddress === '' ? [] : [`macaddress ${macaddress}`]),
      ...(driver.length === 0 ? [] : [`driver ${driver.join(' or ')}`]),
    ];
    return `This host has no link for ${id}: none has ${marks.join(' and ')}.`;
  });
  return lines.length > 0 ? lines.join('\n') : undefined;
}
