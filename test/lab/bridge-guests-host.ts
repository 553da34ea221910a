import { lab } from './lab.ts';
import { must } from './restart-host.ts';

/** The bridge, and the links that it takes from the host. */
export const BRIDGE = 'br0';
const UPLINKS = ['up1', 'up2'] as const;
const GUESTS = ['g1', 'g2'];
const NAMESPACES = ['ns1', 'ns2'];

/** Ties a tap of the host to one in a namespace, as QEMU ties one to a guest: the bridge sees no difference. */
const GUEST_OF_NAMESPACE = `
import fcntl, os, select, struct, sys
name, namespace = sys.argv[1:]
def tap(name):
    file = os.open('/dev/net/tun', os.O_RDWR)
    IFF_TAP, IFF_NO_PI, TUNSETIFF = 0x0002, 0x1000, 0x400454ca
    fcntl.ioctl(file, TUNSETIFF, struct.pack('16sH22x', name.encode(), IFF_TAP | IFF_NO_PI))
    return file
outside = tap(name)
entered = os.open('/run/netns/' + namespace, os.O_RDONLY)
import ctypes
ctypes.CDLL(None).setns(entered, 0)
inside = tap('eth0')
other = {outside: inside, inside: outside}
while True:
    for file in select.select([outside, inside], [], [])[0]:
        frame = os.read(file, 65536)
        try: os.write(other[file], frame)
        except OSError: pass
`;

/** Gives a host two uplinks; the bridge is not there yet. */
export async function prepare(host: string): Promise<void> {
  for (const link of UPLINKS)
    await must(host, `ip link add ${link} type veth peer name far-${link} && ip link set far-${link} up`);
}

/** Two guests of QEMU on the bridge, and two namespaces that are plugged into it by taps, too. */
export async function plugGuests(host: string): Promise<void> {
  for (const name of GUESTS) await lab.addGuest(host, { name, bridges: [BRIDGE] });
  await must(host, 'cat >/run/guest-of-namespace.py', { stdin: GUEST_OF_NAMESPACE });
  for (const [index, name] of NAMESPACES.entries())
    await must(
      host,
      `ip netns add ${name}
       systemd-run -q --unit guest-${name} python3 /run/guest-of-namespace.py tap-${name} ${name}
       timeout 10 sh -c 'until ip -n ${name} link show eth0 >/dev/null 2>&1; do sleep 0.1; done'
       ip -n ${name} addr add 10.66.0.1${index}/24 dev eth0 && ip -n ${name} link set eth0 up
       ip link set tap-${name} up master ${BRIDGE}`,
    );
}

/** The bridge and every tap on it, each with the number that the kernel gave it: a link that is created again has another. */
export async function taps(host: string): Promise<string[]> {
  const stdout = await must(
    host,
    `cd /sys/class/net && echo "${BRIDGE} $(cat ${BRIDGE}/ifindex)"
     for port in ${BRIDGE}/brif/*; do
       port=\${port##*/}; [ ! -e $port/tun_flags ] || echo "$port $(cat $port/ifindex) of $(cat $port/master/ifindex)"
     done`,
  );
  return stdout.trimEnd().split('\n');
}

/** Pings from one namespace to the other, a hundred times a second, while something happens. */
export async function pinging<T>(host: string, happens: () => Promise<T>): Promise<[T, Loss]> {
  const pings = must(host, `echo $$ >/run/ping; exec ip netns exec ns1 ping -q -i 0.01 10.66.0.11`);
  await must(host, 'timeout 20 sh -c "until [ -s /run/ping ]; do sleep 0.02; done; sleep 1"');
  try {
    return [await happens(), await ended()];
  } catch (error) {
    await ended();
    throw error;
  }

  async function ended(): Promise<Loss> {
    await must(host, 'sleep 0.5; kill -INT "$(cat /run/ping)"; rm /run/ping');
    const [, sent = '', received = ''] = /(\d+) packets transmitted, (\d+) received/.exec(await pings) ?? [];
    return { sent: Number(sent), lost: Number(sent) - Number(received) };
  }
}

interface Loss {
  sent: number;
  lost: number;
}
