import { beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { changes, HOSTS, onEach, write } from './two-hosts.ts';

const NAME = 'many';

/** The network with 240 reservations; the first of them are `moved` to other addresses. */
function network(moved: number): object {
  const host = Array.from({ length: 240 }, (_, index) => ({
    mac: `52:54:00:85:00:${index.toString(16).padStart(2, '0')}`,
    name: `vm${index}`,
    ip: `10.85.${index < moved ? 9 : 0}.${index + 1}`,
  }));
  const ip = { address: '10.85.255.1/16', dhcp: { host } };
  return { name: NAME, forward: { mode: 'nat' }, bridge: { name: NAME }, mtu: { size: 1400 }, ip };
}

/** Who serves the network, and who is plugged into it. */
const LOOK = `cat /run/libvirt/network/${NAME}.pid; ls /sys/class/net/${NAME}/brif`;
/** What a copy says beside its reservations; libvirt itself forgets the connections when it updates one. */
const rest = (copy: string) => `virsh net-dumpxml ${NAME} ${copy} | sed "/<host /d; s/ connections='1'//"`;

beforeAll(async () => {
  write([{ name: 'many', network: network(0) }], { prune: 'owned' });
  await changes(`+ network ${NAME}:`);
  for (const host of HOSTS) await lab.addGuest(host, { name: 'among', networks: [NAME] });
});

it.each([
  ['', 20, {}],
  [' also under a guard', 40, { guard: true }],
])(
  'many reservations change as a set%s: the same dnsmasq, guests keep their link, all else stays',
  async (_, moved, task) => {
    const [before, stored, running] = await Promise.all([LOOK, rest('--inactive'), rest('')].map(onEach));
    write([{ name: 'many', network: network(moved), ...task }], { prune: 'owned' });
    const said = await changes(`~ reservation vm${moved - 1}: 10.85.0.${moved} → 10.85.9.${moved}`);
    expect(said.match(/\$ virsh net-define/g)).toHaveLength(1);
    expect(said.match(/\$ virsh net-update .* --live$/gm)).toHaveLength(20);
    expect(said).not.toContain('--config');
    expect(await onEach(LOOK)).toEqual(before);
    expect(await onEach(rest(''))).toEqual(running);
    const withoutHash = (texts: string[] = []) => texts.map((text) => text.replace(/ hash="\w+"/, ''));
    expect(withoutHash(await onEach(rest('--inactive')))).toEqual(withoutHash(stored));
    const copies = await onEach(
      `for copy in '' --inactive; do virsh net-dumpxml ${NAME} $copy | grep -c "10.85.9."; done`,
    );
    expect(copies).toEqual(HOSTS.map(() => `${moved}\n${moved}`));
  },
);
