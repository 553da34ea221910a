import { lab } from './lab.ts';

/** What a host itself shows of a network: its processes and links, not what Virtfleet or libvirt says of a change. */
export interface NetworkTraces {
  /** Process of its dnsmasq, while it runs. */
  dnsmasq?: string;
  /** Number that the kernel gave to its bridge, which is named like the network. */
  bridge?: string;
  /** The number of the bridge that each tap of a guest is on, in the order of the guests; empty for none. */
  masters: readonly string[];
  persistent?: string;
  live?: string;
}

const LOOK = `
for name; do
  echo "network $name"
  pid=$(cat "/run/libvirt/network/$name.pid" 2>/dev/null) && kill -0 "$pid" && echo "dnsmasq $pid"
  [ ! -e "/sys/class/net/$name" ] || echo "bridge $(cat "/sys/class/net/$name/ifindex")"
done
for guest in $(virsh list --name); do
  virsh -q domiflist "$guest" | while read -r tap type network rest; do
    echo "tap $network $(cat "/sys/class/net/$tap/master/ifindex" 2>/dev/null)"
  done
done
for name; do
  all="$all echo '\x1e$name persistent\x1e'; net-dumpxml $name --inactive; echo '\x1e$name live\x1e'; net-dumpxml $name;"
done
virsh -q "$all" 2>/dev/null`;

/** The traces of these networks on a host, by name. */
export async function networkTraces(
  host: string,
  names: readonly string[],
): Promise<Map<string, NetworkTraces>> {
  const { stdout } = await lab.onHost(host, LOOK, { args: names });
  const [about = '', ...dumps] = stdout.split('\x1e');
  const traces = new Map<string, NetworkTraces & { masters: string[] }>();
  const of = (name: string) => {
    const known = traces.get(name) ?? { masters: [] };
    traces.set(name, known);
    return known;
  };
  let current = '';
  for (const [kind, value = '', more = ''] of about.split('\n').map((line) => line.split(' '))) {
    if (kind === 'network') current = value;
    if (kind === 'dnsmasq' || kind === 'bridge') of(current)[kind] = value;
    if (kind === 'tap') of(value).masters.push(more);
  }
  for (let at = 0; at < dumps.length; at += 2) {
    const [name = '', copy] = (dumps[at] ?? '').split(' ');
    const xml = dumps[at + 1]?.trim();
    if (xml && (copy === 'live' || copy === 'persistent')) of(name)[copy] = xml;
  }
  return traces;
}
