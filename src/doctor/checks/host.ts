import { modeOf } from '../../libvirt/model/mode.ts';
import { addressesOf } from '../addresses.ts';
import { type Cause, type Check, unseen, well, wrong, wrongBy } from '../check.ts';
import type { Unit } from '../readings/host-state.ts';
import { forwards, type HostSubject } from '../subjects.ts';

/** Whether it can be told who else answers questions for names and addresses. */
export const listenersAreSeen: Check<HostSubject> = {
  asks: 'it tells who listens',
  look: ({ readings }) =>
    readings.listeners ? undefined : unseen('it has no ss (package iproute2): other servers are not found'),
};

/** Whether libvirt can be asked at all. */
export const libvirtAnswers: Check<HostSubject> = {
  asks: 'libvirt answers',
  look: ({ readings }) => {
    if ('value' in readings.networks) {
      const [unread] = [readings.guests, readings.leases].flatMap((one) => ('why' in one ? one.why : []));
      return unread === undefined ? well() : unseen(unread);
    }
    const { why } = readings.networks;
    const dead = readings.state.units.filter(isDead);
    const evidence = [why, ...dead.map(({ name, active, result }) => `${name}: ${active} (${result})`)];
    if (/not found/.test(why)) return wrong({ ...NO_VIRSH, evidence });
    if (/Permission denied|authentication|polkit/i.test(why)) return unseen(why);
    const masked = dead.find(({ load }) => load === 'masked');
    const unit = dead.find(({ name }) => name.endsWith('.service'))?.name ?? 'libvirtd.service';
    const name = (masked?.name ?? unit).replace(/\.\w+$/, '');
    return wrong({
      id: 'libvirt-down',
      rank: 'certain',
      summary: `libvirt does not answer${masked ? `: ${masked.name} is masked` : ''}.`,
      evidence,
      commands: [
        ...(masked ? [`systemctl unmask ${name}.socket ${name}.service`] : []),
        `systemctl start ${name}.socket ${name}.service`,
        `journalctl -b -u ${name} -n 20`,
      ],
    });
  },
};

const NO_VIRSH = {
  id: 'virsh-missing',
  rank: 'certain',
  summary: 'There is no virsh on this host.',
  commands: ['apt-get install libvirt-clients libvirt-daemon-system'],
} as const;

/** Units of libvirt that are there, or hidden, and do not run. A service that waits behind its socket is none. */
function isDead({ name, load, active, file }: Unit, _: number, all: readonly Unit[]): boolean {
  if (!/^(libvirtd|virtnetworkd|virtqemud)\./.test(name) || active === 'active') return false;
  if (load === 'not-found') return false;
  const socket = all.find((one) => one.name === name.replace(/\.service$/, '.socket'));
  return load === 'masked' || socket?.active !== 'active' || file === 'enabled';
}

/** The kernel hands no packet on while this is off, whatever rules of a firewall say: ip-sysctl.rst of Linux. */
export const kernelForwards: Check<HostSubject> = {
  asks: 'the kernel forwards packets',
  look: ({ readings, networks }) => {
    const active = networks.filter(({ network }) => network.state.active).filter(forwards);
    if (active.length === 0) return undefined;
    const has = (isIpv6: boolean) =>
      active.filter(({ definition }) => addressesOf(definition).some((one) => one.isIpv6 === isIpv6));
    const off = (family: 'ip' | 'ip6', setting: string, id: string): Cause[] => {
      const concerned = has(family === 'ip6');
      const [first] = concerned;
      if (!first || readings.firewall.forwards[family]) return [];
      return [
        {
          ...{ id, rank: 'certain' },
          summary: `The kernel forwards no packets: ${setting} is off, and networks whose guests go out need it.`,
          evidence: [`${setting} = 0`, `networks: ${concerned.map(({ name }) => name).join(', ')}`],
          commands: [`sysctl -w ${setting}=1`],
          fix: { kind: 'network', name: first.name },
        },
      ];
    };
    return wrongBy([
      ...off('ip', 'net.ipv4.ip_forward', 'ip-forward-off'),
      ...off('ip6', 'net.ipv6.conf.all.forwarding', 'ipv6-forward-off'),
    ]);
  },
};

export const hostHasDefaultRoute: Check<HostSubject> = {
  asks: 'the host has a default route',
  look: ({ readings, kernel, networks }) => {
    const active = networks.filter(
      ({ network, definition }) => network.state.active && modeOf(definition) === 'nat',
    );
    if (active.length === 0) return undefined;
    if ('why' in readings.kernel) return unseen(readings.kernel.why);
    const [route] = kernel.defaults;
    if (route) return well(`by ${route.dev}${route.via ? `, ${route.via}` : ''}`);
    return wrong({
      id: 'no-way-out',
      rank: 'likely',
      summary: 'The host itself has no way out: it has no default route.',
      evidence: [`networks whose guests go out: ${active.map(({ name }) => name).join(', ')}`],
      commands: ['netplan apply', 'ip route show default'],
    });
  },
};

/** A kernel that remembers all the connections that it can drops every new one: nf_conntrack-sysctl.rst of Linux. */
export const connectionsFit: Check<HostSubject> = {
  asks: 'the kernel has room for connections',
  look: ({ readings }) => {
    const value = (name: string) => Number(readings.state.settings.get(`net/netfilter/nf_conntrack_${name}`));
    const [count, max] = [value('count'), value('max')];
    if (!(max > 0)) return undefined;
    if (count < max * FULL) return well(`${count} of ${max}`);
    return wrong({
      id: 'conntrack-full',
      rank: 'certain',
      summary: 'The kernel has no room for further connections, and drops what guests begin.',
      evidence: [`${count} of ${max} connections`],
      commands: [`sysctl -w net.netfilter.nf_conntrack_max=${max * 2}`],
    });
  },
};

const FULL = 0.98;
