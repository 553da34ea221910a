import type { Change } from './change.ts';
import type { Plan, Undo } from './plan.ts';
import { selfImpact } from './self-path.ts';
import { type SessionPath, sessionPath } from './session-path.ts';
import type { Step } from './step.ts';

/** Files by which a host is reached, and who reads them: what they bring about shows when that happens. */
const READERS: readonly (readonly [RegExp, string])[] = [
  [/^\/(etc|run|lib|usr\/lib)\/netplan\//, 'netplan'],
  [/^\/(etc|run|lib|usr\/lib)\/systemd\/network(\/|d\.conf)/, 'systemd-networkd'],
  [/^\/etc\/NetworkManager\//, 'NetworkManager'],
  [/^\/etc\/network\//, 'ifupdown'],
  [/^\/etc\/(nftables|iptables|ufw|firewalld)(\/|\.conf$)/, 'the firewall'],
  [/^\/etc\/ssh\/|\/\.ssh\/authorized_keys/, 'sshd'],
  [/^\/etc\/(hosts\.(allow|deny)|nologin|passwd|shadow|group|shells|login\.defs)$/, 'a login'],
  [/^\/etc\/(pam\.d|security)\//, 'a login'],
  [/^\/etc\/sudoers(\.d\/|$)/, 'sudo'],
];

function readerOf(path: string): string | undefined {
  return READERS.find(([pattern]) => pattern.test(path))?.[1];
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
  undo: () => Undo | undefined = () => fileUndo(path),
): Plan {
  const reader = readerOf(path);
  if (reader === undefined || session === undefined) return { changes, undo };
  const unknown = `${reader} goes by ${path}, and so may your way to this host`;
  const impact = selfImpact({ unknown }, { session });
  return { changes: impact ? changes.map((change) => ({ ...change, impact })) : changes, undo };
}

/** The guard keeps a copy of the file. Before a boot has its network, netplan has read the other one. */
export function fileUndo(path: string): Undo {
  const generate: Step = { do: 'run', argv: ['netplan', 'generate'] };
  return { steps: [], boot: path.startsWith('/etc/netplan/') ? [generate] : [], files: [path] };
}
