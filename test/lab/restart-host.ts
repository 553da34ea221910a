import { lab } from './lab.ts';

/** The network that is restarted, and its bridge. */
export const NETWORK = 'restarted';
export const BRIDGE = 'vfrestart';

/** Ports of the bridge that are no guest's; behind each a namespace that can ping the other. */
const PORTS = ['port1', 'port2'] as const;

/** Stands before virsh and ip: at the moment that /run/strike names it tells the test, and waits until that lets go. */
const WRAPPER = `#!/bin/sh
moment=\${0##*/} program=$(PATH=/usr/bin:/bin; command -v "\${0##*/}")
for word; do case $word in net-* | ip.batch) moment=$word ;; esac; done
pause() {
  [ "$(cat /run/strike 2>/dev/null)" = "$1" ] || return
  : >/run/struck
  timeout 30 sh -c 'while [ -e /run/strike ]; do sleep 0.02; done'
}
pause "before $moment"
"$program" "$@"
status=$?
pause "after $moment"
exit $status
`;

/** Gives a host a network with two guests and two namespaces on its bridge. */
export async function prepare(host: string): Promise<void> {
  const ports = PORTS.map(
    (port, index) => `
    ip netns add ${port}
    ip link add ${port} type veth peer name eth0 netns ${port}
    ip -n ${port} addr add 10.66.0.1${index}/24 dev eth0
    ip -n ${port} link set eth0 up; ip -n ${port} link set lo up
    ip link set ${port} up master ${BRIDGE}`,
  ).join('\n');
  await must(
    host,
    `cat >/run/network.xml && virsh net-define /run/network.xml && virsh net-start ${NETWORK} && virsh net-autostart ${NETWORK}${ports}`,
    {
      stdin: `<network><name>${NETWORK}</name><forward mode='nat'/><bridge name='${BRIDGE}'/>
      <ip address='10.66.0.1' netmask='255.255.255.0'><dhcp><range start='10.66.0.100' end='10.66.0.200'/></dhcp></ip></network>`,
    },
  );
  for (const name of ['g1', 'g2']) await lab.addGuest(host, { name, networks: [NETWORK] });
  await must(
    host,
    `for port in /sys/class/net/${BRIDGE}/brif/*; do until [ "$(cat $port/state)" = 3 ]; do sleep 0.1; done; done`,
  );
  await must(host, 'cd /usr/local/bin && cat >virsh && cp virsh ip && chmod 755 virsh ip', {
    stdin: WRAPPER,
  });
}

/** Lets the next restart come to a halt at a moment, such as `before net-start`. */
export function haltAt(host: string, moment: string): Promise<string> {
  return must(host, 'rm -f /run/struck; printf %s "$1" >/run/strike', { args: [moment] });
}

/** Resolves when that moment has come. */
export function halted(host: string): Promise<string> {
  return must(host, 'timeout 60 sh -c "until [ -e /run/struck ]; do sleep 0.02; done"');
}

/** Lets the restart go on, and waits for its end as `back` does. */
export async function untilBack(host: string): Promise<void> {
  await must(host, 'rm /run/strike');
  await back(host);
}

/** Resolves when no restart runs any more and all ports are on the bridge. */
export async function back(host: string): Promise<void> {
  const isBack = `[ ! -e /run/lock/virtfleet.detached ] && [ "$(ls /sys/class/net/${BRIDGE}/brif 2>/dev/null | wc -l)" = 4 ]`;
  await must(host, `timeout 120 sh -c 'until ${isBack}; do sleep 0.05; done'`);
}

/** Milliseconds in which virsh stops and starts a network like the one that is restarted, without ports. */
export async function bareRestart(host: string): Promise<number> {
  const stdout = await must(
    host,
    `virsh net-dumpxml --inactive ${NETWORK} | sed '/<uuid>/d; /<mac /d; s/${NETWORK}/bare/; s/${BRIDGE}/vfbare/; s/10[.]66[.]/10.67./g' >/run/bare.xml
     virsh net-create /run/bare.xml >/dev/null; cat /proc/uptime
     virsh net-destroy bare >/dev/null; virsh net-create /run/bare.xml >/dev/null; cat /proc/uptime
     virsh net-destroy bare >/dev/null; rm /run/bare.xml`,
  );
  const [from = Number.NaN, to = Number.NaN] = stdout.split('\n').map(Number.parseFloat);
  return (to - from) * 1000;
}

/** What is on the bridge, with what is set on each port, and the copies of the network; only what a restart keeps. */
export function connected(host: string): Promise<string> {
  return must(
    host,
    `for port in $(ls /sys/class/net/${BRIDGE}/brif); do
       bridge -d -o link show dev $port | sed 's/^[0-9]*: //; s/mcast_n_groups [0-9]*//'; bridge fdb show dev $port | grep static
       cat /sys/class/net/$port/mtu
     done
     virsh net-info ${NETWORK}; virsh net-dumpxml ${NETWORK} --inactive; virsh net-dumpxml ${NETWORK} | sed "s/ connections='.*'//"`,
  );
}

/** Pings from one namespace to the other, a hundred times a second, while something happens. */
export async function pinging<T>(
  host: string,
  happens: () => Promise<T>,
): Promise<[T, { sent: number; lost: number }]> {
  const argv = `ip netns exec ${PORTS[0]} ping -q -i 0.01 10.66.0.11`;
  const pings = must(host, `echo $$ >/run/ping; exec ${argv}`);
  await must(host, 'timeout 20 sh -c "until [ -s /run/ping ]; do sleep 0.02; done; sleep 1"');
  const happened = await happens();
  await must(host, 'sleep 0.5; kill -INT "$(cat /run/ping)"; rm /run/ping');
  const [, sent = '', received = ''] = /(\d+) packets transmitted, (\d+) received/.exec(await pings) ?? [];
  return [happened, { sent: Number(sent), lost: Number(sent) - Number(received) }];
}

export async function must(host: string, script: string, options: { stdin?: string; args?: string[] } = {}) {
  const { code, stdout, stderr } = await lab.onHost(host, script, options);
  if (code !== 0) throw new Error(`${host}: ${stderr}`);
  return stdout;
}
