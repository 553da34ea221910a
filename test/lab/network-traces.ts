import { lab } from './lab.ts';

/** What a host itself shows of a network: its processes and links, not what Virtfleet or libvirt says of a change. */
export interface NetworkTraces {
  /** Process of its dnsmasq, while it runs. */
  dnsmasq?: string;
  /** Number that the kernel gave to its bridge. */
  bridge?: string;
  /** Its guests' taps, each with the number of the bridge that it is on; empty for none. */
  taps: { name: string; bridge: string }[];
  persistent?: string;
  live?: string;
}

const LOOK = `
for guest in $(virsh list --name); do
  virsh -q domiflist "$guest" | while read -r tap type network rest; do
    echo "tap $network $tap $(cat "/sys/class/net/$tap/master/ifindex" 2>/dev/null)"
  done
done
for name; do
  pid=$(cat "/run/libvirt/network/$name.pid" 2>/dev/null) && kill -0 "$pid" && echo "dnsmasq $name $pid"
  all="$all echo '\x1e$name persistent\x1e'; net-dumpxml $name --inactive; echo '\x1e$name live\x1e'; net-dumpxml $name;"
done
for link in /sys/class/net/*; do echo "link \${link##*/} $(cat "$link/ifindex")"; done
virsh -q "$all" 2>/dev/null`;

/** The traces of these networks on a host, by name. */
export async function networkTraces(
  host: string,
  names: readonly string[],
): Promise<Map<string, NetworkTraces>> {
  const { stdout } = await lab.onHost(host, LOOK, { args: names });
  const [about = '', ...dumps] = stdout.split('\x1e');
  const traces = new Map(names.map((name): [string, NetworkTraces] => [name, { taps: [] }]));
  const links = new Map<string, string>();
  for (const [kind, name = '', value = '', more = ''] of about.split('\n').map((line) => line.split(' '))) {
    const network = traces.get(name);
    if (kind === 'link') links.set(name, value);
    if (kind === 'tap') network?.taps.push({ name: value, bridge: more });
    if (kind === 'dnsmasq' && network) network.dnsmasq = value;
  }
  for (let at = 0; at < dumps.length; at += 2) {
    const [name = '', copy] = (dumps[at] ?? '').split(' ');
    const [network, xml] = [traces.get(name), dumps[at + 1]?.trim()];
    if (network && xml && (copy === 'live' || copy === 'persistent')) network[copy] = xml;
  }
  for (const network of traces.values()) {
    const bridge = links.get(
      /<bridge name='([^']*)'/.exec(network.live ?? network.persistent ?? '')?.[1] ?? '',
    );
    if (bridge !== undefined) network.bridge = bridge;
  }
  return traces;
}

/** Writes down what happens to the links of a host; the function that it gives ends that and gives what was seen. */
export async function watchLinks(host: string): Promise<() => Promise<string[]>> {
  await lab.onHost(host, 'setsid ip -o monitor link >/run/links 2>&1 </dev/null & echo $! >/run/links.pid');
  return async () => {
    const { stdout } = await lab.onHost(host, 'kill "$(cat /run/links.pid)"; cat /run/links');
    return stdout.split('\n').filter(Boolean);
  };
}
