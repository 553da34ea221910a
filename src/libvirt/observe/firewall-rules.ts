import { only, type Probe } from '../../plan/probe.ts';

/** The bridges for which libvirt's chains have rules, by chain; undefined where only root would see that. */
export type FirewallRules = Readonly<Record<string, readonly string[]>> | undefined;

/**
 * libvirt writes them with iptables, since 10.4 rather with nft: both are read, as root. A daemon that starts, as many
 * do when somebody asks them, takes away the rules of each network and writes them again: while it is young they are
 * read until they stay the same. Its age is in proc(5): the 22nd word of stat, in hundredths of a second.
 */
const READ = `
[ "$(id -u)" = 0 ] || exit 0
echo seen
rules() {
  ! command -v iptables >/dev/null || iptables -w 5 -S 2>/dev/null | grep -E '^-A LIBVIRT_FW[IOX] '
  ! command -v nft >/dev/null || nft list table ip libvirt_network 2>/dev/null
}
young() {
  read -r pid </run/libvirt/network/driver.pid || [ -n "$pid" ] || return
  read -r stat <"/proc/$pid/stat" && read -r up rest </proc/uptime || return
  set -- \${stat##*) }
  [ $((\${up%.*} - \${20} / 100)) -lt 30 ]
}
now=$(rules) tries=0
while young 2>/dev/null && [ $tries -lt 20 ]; do
  last=$now tries=$((tries + 1))
  sleep 0.5
  now=$(rules)
  [ "$now" != "$last" ] || break
done
printf '%s\\n' "$now"
exit 0`;

/** The chains of forwarded packets, as iptables and as nft name them: every network with a firewall is in each. */
const CHAINS: Readonly<Record<string, string>> = {
  LIBVIRT_FWI: 'to guests',
  LIBVIRT_FWO: 'from guests',
  LIBVIRT_FWX: 'between guests',
  guest_input: 'to guests',
  guest_output: 'from guests',
  guest_cross: 'between guests',
};

/** What is expected of a network that runs. */
export const ALL_CHAINS: readonly string[] = [...new Set(Object.values(CHAINS))];

/** libvirt's firewall rules for forwarded packets of IPv4. */
export const firewallRules: Probe<FirewallRules> = {
  key: 'firewall rules of libvirt',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const [first, ...lines] = only(answers).stdout.toString().split('\n');
    return first === 'seen' ? parseRules(lines) : undefined;
  },
};

/** The links that a packet comes in by and goes out by: where a network has an uplink, its rules name both. */
const IN = /(?: -i |\biif(?:name)? )"?([^\s"]+)"?/;
const OUT = /(?: -o |\boif(?:name)? )"?([^\s"]+)"?/;

/** `-A LIBVIRT_FWI -d 10.0.0.0/24 -i eth1 -o virbr0 -j ACCEPT`, or `chain guest_input {` with `oif "virbr0" …` below it. */
function parseRules(lines: readonly string[]): Record<string, string[]> {
  const found = new Map(ALL_CHAINS.map((name) => [name, new Set<string>()]));
  let chain: string | undefined;
  for (const line of lines) {
    const [, opened] = /^\s*chain (\S+) \{/.exec(line) ?? [];
    chain = opened ?? chain;
    const [, appended] = /^-A (\S+) /.exec(line) ?? [];
    const name = CHAINS[appended ?? chain ?? ''];
    const [, bridge] = (name === 'to guests' ? OUT : IN).exec(line) ?? [];
    if (name !== undefined && bridge !== undefined) found.get(name)?.add(bridge);
  }
  return Object.fromEntries([...found].map(([name, bridges]) => [name, [...bridges].toSorted()]));
}
