import { isIP } from 'node:net';
import { FOLDER, STATE_FOLDER } from '../dnsmasq/unit-file.ts';
import { only, type Probe } from '../plan/probe.ts';

/** A lease of one of Virtfleet's own dnsmasq instances. */
export interface InstanceLease {
  instance: string;
  /** Seconds since 1970; 0 for one that never ends. */
  expires: number;
  mac: string;
  ip: string;
  hostname?: string;
}

export interface InstanceLeases {
  /** The links that each instance serves, as its file says. */
  links: Readonly<Record<string, readonly string[]>>;
  leases: readonly InstanceLease[];
  /** Instances whose files this user may not read. */
  unread: readonly string[];
}

const READ = `
for conf in "$1"/*.conf; do
  [ -e "$conf" ] || continue
  name=\${conf##*/} name=\${name%.conf}
  if [ ! -r "$conf" ]; then echo "unread $name"; continue; fi
  sed -n "s/^interface=/link $name /p" "$conf"
  file=$(sed -n 's/^dhcp-leasefile=//p' "$conf")
  file=\${file:-$2/$name.leases}
  if [ -r "$file" ]; then sed "s/^/lease $name /" "$file"
  elif [ -e "$file" ] || [ ! -x "\${file%/*}" ]; then echo "unread $name"; fi
done`;

/** The leases of all instances of a host. Source of the format: `lease_update_file` in `src/lease.c` of dnsmasq. */
export const instanceLeases: Probe<InstanceLeases> = {
  key: 'leases of dnsmasq instances',
  ask: { kind: 'script', script: READ, args: [FOLDER, STATE_FOLDER] },
  volatile: true,
  parse: (answers) => {
    const rows = only(answers)
      .stdout.toString()
      .split('\n')
      .map((line) => line.split(' '));
    const links = new Map<string, string[]>();
    for (const [kind, instance = '', link = ''] of rows)
      if (kind === 'link') links.set(instance, [...(links.get(instance) ?? []), link]);
    return {
      links: Object.fromEntries(links),
      leases: rows.flatMap(([kind, instance = '', ...lease]) =>
        kind === 'lease' ? leaseOf(instance, lease) : [],
      ),
      unread: rows.flatMap(([kind, instance = '']) => (kind === 'unread' ? [instance] : [])),
    };
  },
};

/** `1764394496 52:54:00:00:00:01 10.0.0.5 web 01:52:54:…`; of IPv6 the second word is no MAC but an IAID. */
function leaseOf(
  instance: string,
  [expires = '', mac = '', ip = '', hostname = '*']: string[],
): InstanceLease[] {
  if (!/^\d+$/.test(expires) || isIP(ip) !== 4 || !/^[\da-f:]{17}$/i.test(mac)) return [];
  return [
    {
      ...{ instance, expires: Number(expires), mac: mac.toLowerCase(), ip },
      ...(hostname !== '*' && { hostname }),
    },
  ];
}
