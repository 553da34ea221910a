import { type Probe, printed } from '../../plan/probe.ts';

/** Settings of the kernel that decide whether packets of guests get through, by their names in sysctl(8). */
export interface KernelSettings {
  /** What the kernel has now. */
  now: Readonly<Record<string, number>>;
  /** What the files of sysctl.d(5) will give it at the next start. */
  atStart: Readonly<Record<string, number>>;
}

/**
 * Lines `NAME:VALUE`, then those of the files, each behind its path. No `read` of a shell: dash takes a byte at a time,
 * and /proc/sys gives nothing but the first.
 */
const READ = `
cd /proc/sys || exit
grep -Hs '' net/ipv4/ip_forward net/ipv6/conf/all/forwarding net/bridge/bridge-nf-call-iptables \\
  net/bridge/bridge-nf-call-ip6tables net/ipv4/conf/*/rp_filter net/ipv6/conf/*/accept_ra
grep -HsE '^ *-?net[./](ipv4[./]ip_forward|ipv4[./]conf[./]all[./]forwarding|ipv6[./]conf[./]all[./]forwarding) *=' \\
  /usr/lib/sysctl.d/*.conf /run/sysctl.d/*.conf /etc/sysctl.d/*.conf /etc/sysctl.conf
true`;

export const kernelSettings: Probe<KernelSettings> = {
  key: 'settings of the kernel for packets',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const lines = printed(answers, 'read the settings of the kernel').split('\n');
    const now = lines.flatMap((line) => {
      const [, file = '', value = ''] = /^(net\/[^:]+):(-?\d+)$/.exec(line) ?? [];
      return file === '' ? [] : [[settingName(file), Number(value)] as const];
    });
    const written = lines.flatMap((line) => {
      const [, file = '', name = '', value = ''] = /^(\/[^:]+): *-?(net[./]\S+?) *= *(\d+)/.exec(line) ?? [];
      return file === '' ? [] : [{ file, name: settingName(name), value: Number(value) }];
    });
    // The last of them wins, in the order of their names, whichever folder they are in: sysctl.d(5).
    const ordered = written.toSorted((one, other) => (orderOf(one.file) < orderOf(other.file) ? -1 : 1));
    return {
      now: Object.fromEntries(now),
      atStart: Object.fromEntries(ordered.map(({ name, value }) => [SAME[name] ?? name, value])),
    };
  },
};

function settingName(file: string): string {
  return file.replaceAll('/', '.');
}

function orderOf(file: string): string {
  return file === '/etc/sysctl.conf' ? '99-sysctl.conf' : (file.split('/').at(-1) ?? file);
}

/** Two names of one setting: ip-sysctl of Linux. */
const SAME: Readonly<Record<string, string>> = { 'net.ipv4.conf.all.forwarding': 'net.ipv4.ip_forward' };
