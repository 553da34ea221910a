import type { Change } from '../plan/change.ts';
import type { Plan, Rollback } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { guarded, selfImpact } from './self-path.ts';
import { type SessionPath, sessionPath } from './session-path.ts';

/** Files and folders by which a host is reached, by who reads them: what they bring about shows when that happens. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  netplan: ['/etc/netplan', '/run/netplan', '/lib/netplan', '/usr/lib/netplan'],
  'systemd-networkd': [
    ...['/etc/systemd/network', '/run/systemd/network', '/lib/systemd/network', '/usr/lib/systemd/network'],
    ...['/etc/systemd/networkd.conf', '/etc/systemd/networkd.conf.d'],
  ],
  NetworkManager: ['/etc/NetworkManager'],
  ifupdown: ['/etc/network'],
  'the firewall': ['/etc/nftables.conf', '/etc/nftables.d', '/etc/iptables', '/etc/ufw', '/etc/firewalld'],
  sshd: ['/etc/ssh', '/etc/hosts.allow', '/etc/hosts.deny'],
  'a login': [
    ...['/etc/nologin', '/etc/passwd', '/etc/shadow', '/etc/group', '/etc/shells', '/etc/login.defs'],
    ...['/etc/pam.d', '/etc/security'],
  ],
  sudo: ['/etc/sudoers', '/etc/sudoers.d'],
};

/** Who reads what is at a path, in it, or the folder that it is in. */
function readerOf(path: string): string | undefined {
  if (/\/\.ssh(\/authorized_keys[^/]*)?$/.test(path)) return 'sshd';
  const meets = (place: string) => `${path}/`.startsWith(`${place}/`) || place.startsWith(`${path}/`);
  return Object.entries(READERS).find(([, places]) => places.some(meets))?.[0];
}

/** The probes that say whether a file is of any matter to this session: none for most files. */
export function fileSession(path: string): { session?: typeof sessionPath } {
  return readerOf(path) === undefined ? {} : { session: sessionPath };
}

/** What is at a path, with what its changes mean for this session and how it gets back to what it was. */
export function filePlan(
  path: string,
  changes: readonly Change[],
  session: SessionPath | undefined,
  rollback: () => Rollback | undefined = () => fileRollback(path),
): Plan {
  const reader = readerOf(path);
  if (reader === undefined || session === undefined) return { changes, rollback };
  const unknown = `${reader} goes by ${path}, and so may your way to this host`;
  const impact = selfImpact({ unknown }, { session });
  return { changes: changes.map((change) => guarded(change, impact)), rollback };
}

/** Several of them as one. */
export function joinedPlans(plans: readonly Plan[]): Plan {
  const rollback = (): Rollback => {
    const all = plans.flatMap((plan) => plan.rollback?.() ?? []);
    const boot = all.flatMap((one) => one.boot).slice(0, 1);
    return { steps: all.flatMap((one) => one.steps), boot, files: all.flatMap((one) => one.files ?? []) };
  };
  return { changes: plans.flatMap((plan) => plan.changes), rollback };
}

/** The guard keeps a copy of the file. Before a boot has its network, netplan has read the other one. */
export function fileRollback(path: string): Rollback {
  const generate: Step = { do: 'run', argv: ['netplan', 'generate'] };
  return { steps: [], boot: path.startsWith('/etc/netplan/') ? [generate] : [], files: [path] };
}
