import type { Difference } from './unify.ts';

/** What people call a value of a network or a bridge, by the keys that lead to it, without the places in lists. */
const SPOKEN: Readonly<Record<string, string>> = {
  'dns.host': 'dns_hosts',
  'dnsmasq:options': 'dnsmasq_options',
  'forward.dev': 'uplink',
  'forward.interface': 'uplinks',
  'forward.mode': 'mode',
  'ip.address': 'address',
  'ip.dhcp.host': 'reservations',
  'ip.netmask': 'netmask',
  name: 'name',
  'routes.via': 'gateway',
  'nameservers.addresses': 'name_servers',
  'bridge.name': 'bridge',
};

/** Keys that say nothing that the next one does not say. */
const SILENT = new Set(['ip', 'dhcp', 'parameters', 'name']);

/** Names of variables, each given once: `lab_subnet`, `lab_reservations`. */
export class Names {
  readonly #taken: Set<string>;

  /** `taken` are names that somebody else gave. */
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** A name for what differs in a resource. */
  ofDifference(resource: string, { path }: Pick<Difference, 'path'>): string {
    const keys = path.filter((key) => !/^\d+$/.test(key));
    const places = path.filter((key) => /^\d+$/.test(key) && key !== '0').map((key) => Number(key) + 1);
    // A bridge mostly has one address.
    if (path.join('.') === 'addresses.0') return this.of(`${resource}_address`);
    const words =
      SPOKEN[keys.join('.')] ?? (keys.filter((key) => !SILENT.has(key)).join('_') || keys.join('_'));
    return this.of([resource, words, ...places].join('_'));
  }

  /** These words as the name of a variable. */
  of(words: string): string {
    const plain = words.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_');
    let name = plain;
    for (let count = 2; this.#taken.has(name); count += 1) name = `${plain}_${count}`;
    this.#taken.add(name);
    return name;
  }
}
