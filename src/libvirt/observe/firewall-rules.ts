import type { FirewallChain, FirewallRule } from '../../host/firewall/chain.ts';
import { ASK_FIREWALL, firewallParts } from '../../host/firewall/host-firewall.ts';
import type { Probe } from '../../plan/probe.ts';

/** What libvirt's rules are for. Those of IPv6 are apart: `to guests (IPv6)`. */
const PURPOSES = [
  'from guests',
  'to guests',
  'between guests',
  'from outside, refused',
  'to outside, refused',
  'masquerading',
  'to the host',
  'from the host',
] as const;

export type Purpose = (typeof PURPOSES)[number] | `${(typeof PURPOSES)[number]} (IPv6)`;

export const ALL_PURPOSES: readonly Purpose[] = [
  ...PURPOSES,
  ...PURPOSES.map((each) => `${each} (IPv6)` as const),
];

/**
 * The rules of libvirt that are in force: for each purpose the bridges that have one, and the subnets that are
 * masqueraded. Undefined where only root would see that.
 */
export type FirewallRules = Readonly<Record<Purpose, readonly string[]>> | undefined;

/** A question about the filters of a host, which only root may list: its answer is not open, and undefined for others. */
const ofChains = <T>(key: string, read: (chains: readonly FirewallChain[]) => T): Probe<T | undefined> => ({
  key,
  ask: ASK_FIREWALL,
  volatile: true,
  parse: (answers) => {
    const { chains } = firewallParts(answers);
    return chains && read(chains);
  },
});

/** libvirt's firewall rules. It writes them with iptables, and since 10.4 with nft where it is told to or has no iptables. */
export const firewallRules: Probe<FirewallRules> = ofChains('firewall rules of libvirt', (all) =>
  rulesOf(all),
);

/**
 * Whether libvirt's chains are there. It makes them before the first network that it starts, so all that start in one
 * run behind another have them.
 */
export const libvirtChains = ofChains('firewall chains of libvirt', (all) => hasLibvirtChains(all));

interface Part {
  purpose: (typeof PURPOSES)[number];
  does: FirewallRule['does'];
  /** What a rule of it is of. */
  of: 'in' | 'out' | 'source';
}

const TO: readonly Part[] = [
  { purpose: 'to guests', does: 'accept', of: 'out' },
  { purpose: 'from outside, refused', does: 'reject', of: 'out' },
];
const FROM: readonly Part[] = [
  { purpose: 'from guests', does: 'accept', of: 'in' },
  { purpose: 'to outside, refused', does: 'reject', of: 'in' },
];
const BETWEEN: readonly Part[] = [{ purpose: 'between guests', does: 'accept', of: 'in' }];
const MASQUERADING: readonly Part[] = [{ purpose: 'masquerading', does: 'nat', of: 'source' }];
const TO_HOST: Part = { purpose: 'to the host', does: 'accept', of: 'in' };
const FROM_HOST: Part = { purpose: 'from the host', does: 'accept', of: 'out' };

/** Its chains, by table and name. With nft it has none for packets to and from the host: there is always one for them. */
const CHAINS: Readonly<Record<string, readonly Part[]>> = {
  'filter LIBVIRT_FWI': TO,
  'filter LIBVIRT_FWO': FROM,
  'filter LIBVIRT_FWX': BETWEEN,
  'filter LIBVIRT_INP': [TO_HOST],
  'filter LIBVIRT_OUT': [FROM_HOST],
  'nat LIBVIRT_PRT': MASQUERADING,
  'libvirt_network guest_input': TO,
  'libvirt_network guest_output': FROM,
  'libvirt_network guest_cross': [...BETWEEN, TO_HOST, { ...FROM_HOST, of: 'in' }],
  'libvirt_network guest_nat': MASQUERADING,
};

/** Whether all chains are there and called that libvirt writes its rules of IPv4 to, with iptables or nft. */
export function hasLibvirtChains(chains: readonly FirewallChain[]): boolean {
  const there = new Set(
    chains
      .filter((one) => one.family === 'ip' && isCalled(one, chains))
      .map(({ table, name }) => `${table} ${name}`),
  );
  const ofNft = (key: string) => key.startsWith('libvirt_network ');
  return [true, false].some((isNft) =>
    Object.keys(CHAINS)
      .filter((key) => ofNft(key) === isNft)
      .every((key) => there.has(key)),
  );
}

/** libvirt's rules among all of a host. */
export function rulesOf(chains: readonly FirewallChain[]): NonNullable<FirewallRules> {
  const found = new Map(ALL_PURPOSES.map((purpose) => [purpose, new Set<string>()]));
  for (const chain of chains) {
    const parts = CHAINS[`${chain.table} ${chain.name}`];
    if (!parts || !isCalled(chain, chains)) continue;
    for (const { purpose, does, of } of parts)
      for (const rule of chain.rules.filter((each) => each.does === does))
        for (const value of rule[of] ?? [])
          found
            .get(chain.family === 'ip6' ? `${purpose} (IPv6)` : purpose)
            ?.add(of === 'source' ? whole(value) : value);
  }
  const entries = [...found].map(([purpose, values]) => [purpose, [...values].toSorted()] as const);
  return Object.fromEntries(entries) as unknown as NonNullable<FirewallRules>;
}

/** A chain that nobody jumps to does nothing. */
function isCalled({ family, table, name, hook }: FirewallChain, chains: readonly FirewallChain[]): boolean {
  if (hook !== undefined) return true;
  return chains.some(
    (each) =>
      each.hook !== undefined &&
      each.family === family &&
      each.table === table &&
      each.rules.some(({ does, to }) => does === 'jump' && to === name),
  );
}

/** nft writes a subnet of one address without its prefix. */
function whole(subnet: string): string {
  if (subnet.includes('/')) return subnet;
  return `${subnet}/${subnet.includes(':') ? 128 : 32}`;
}
