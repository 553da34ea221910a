/** A packet filter of the kernel: a chain of rules, as nft and iptables show it. */
export interface FirewallChain {
  /** `inet` has packets of both. */
  family: 'ip' | 'ip6' | 'inet';
  table: string;
  name: string;
  /** Where the kernel calls it: `forward`, `input`, `postrouting`, …; absent where only other chains do. */
  hook?: string;
  /** What becomes of a packet at its end; of chains with a hook only. */
  policy?: 'accept' | 'drop';
  rules: readonly FirewallRule[];
}

/** A rule, as far as Virtfleet reads it. A condition that is absent is none. */
export interface FirewallRule {
  /** Links that a packet comes in by and goes out by. A name that ends with * is of all links that begin so. */
  in?: readonly string[];
  out?: readonly string[];
  /** Subnets and addresses: `10.0.0.0/24`. */
  source?: readonly string[];
  destination?: readonly string[];
  protocols?: readonly string[];
  /** Ports that it goes to. */
  ports?: readonly string[];
  /** States of its connection: `new`, `established`, … */
  states?: readonly string[];
  /** It has conditions besides. */
  more?: true;
  /** `nat` gives a packet the address of the host; `other` is all that lets it go on to the next rule. */
  does: 'accept' | 'drop' | 'reject' | 'return' | 'jump' | 'goto' | 'nat' | 'other';
  /** The chain that it goes to. */
  to?: string;
}
