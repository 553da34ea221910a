import { expect, it } from 'vitest';
import { KEEP_PORTS, PORTS_AGAIN, portsAgain } from '../../src/management/ports-again.ts';
import { oneOfEach } from './one-of-each.ts';
import { must } from './restart-host.ts';

const HOSTS = oneOfEach();
/** A tap with settings, and links with names that a batch of ip(8) does not take. */
const PORTS = ['t0', 'e#0', "'q", 'e0'];

const NEW_BRIDGE = 'ip link add br0 type bridge stp_state 1; ip link set br0 up';

/** In namespaces of its own. What is kept lies on a disk that becomes read-only. */
const PREPARE = `mount -t sysfs none /sys; mount -t tmpfs none /mnt; cd /mnt
${NEW_BRIDGE}
ip tuntap add t0 mode tap; for port in 'e#0' "'q" e0; do ip link add "$port" type veth; done
for port in t0 'e#0' "'q" e0; do ip link set dev "$port" up mtu 9000 master br0; done
ip link set t0 type bridge_slave isolated on hairpin on
( ${KEEP_PORTS}
) || exit
mkdir network; printf '%s\\n' 't0 1 9000 br0' 'e0 1 9000 br0' 'br0 1 9000 ' >network/links
mount -o remount,ro /mnt`;

/** STP of the bridge, then a line for each port: its name, bridge, MTU, isolation and hairpin; and what is left behind. */
const LOOK = `cat /sys/class/net/br0/bridge/stp_state
for port in t0 'e#0' "'q" e0; do
  bridge=$(readlink "/sys/class/net/$port/master")
  cd "/sys/class/net/$port"; echo "$port" "\${bridge##*/}" $(cat mtu brport/isolated brport/hairpin_mode 2>/dev/null); cd /
done
ls -d /run/virtfleet-* 2>/dev/null`;

async function inNamespace(host: string, script: string, args: readonly string[] = []): Promise<string[]> {
  const text = `${PREPARE}\n(\n${script}\n)\n${LOOK}`;
  const words = args.map((word) => `"${word}"`).join(' ');
  const stdout = await must(
    host,
    `cat >/tmp/ports-again; unshare -n -m sh /tmp/ports-again ${words}; rm /tmp/ports-again`,
    {
      stdin: text,
    },
  );
  return stdout.trim().split('\n');
}

it.each(HOSTS)('ports of %s get back what was set on them, from a disk that is read-only', async (host) => {
  const [step] = portsAgain('br0', [...PORTS, 'gone'], { own: true }).steps;
  if (step?.do !== 'script') throw new Error('It is no script.');
  const made = await inNamespace(host, `ip link delete br0; ${NEW_BRIDGE}\n${step.script}`, step.args);
  expect(made).toEqual(['1', 't0 br0 9000 1 1', 'e#0 br0 9000 0 0', "'q br0 9000 0 0", 'e0 br0 9000 0 0']);
  const behind = `ip link delete br0; ip link set t0 mtu 1400
(sleep 1; ${NEW_BRIDGE}) &
${PORTS_AGAIN('network/links')}`;
  const [stp, tap, , , veth] = await inNamespace(host, behind);
  expect([stp, tap, veth]).toEqual(['1', 't0 br0 9000 1 1', 'e0 br0 9000 0 0']);
});
