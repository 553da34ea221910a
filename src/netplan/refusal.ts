import type { HostNetplan } from './host-files.ts';
import { conflicts, type Described } from './take-over.ts';
import { claimedBy } from './underlay.ts';

/** Why this host cannot have the bridge by netplan beside what it has. */
export function refusal(
  wanted: Described & { path: string; takesOver: readonly string[] },
  host: HostNetplan,
): string | undefined {
  if (!host.installed) {
    return `This host has no netplan: ${runs(host)} runs its network. Make the bridge there by hand, and describe networks over it only.`;
  }
  const managed = claimedBy(wanted).filter((link) => host.ifupdown.includes(link));
  if (managed.length > 0)
    return `ifupdown runs ${managed.join(', ')} of this host: take it out of /etc/network/interfaces first.`;
  const missing = wanted.takesOver.filter((path) => !host.files.some((file) => file.path === path));
  if (missing.length > 0) return `There is no ${missing.join(', ')} to take over.`;
  const others = { ...host, files: host.files.filter(({ path }) => !wanted.takesOver.includes(path)) };
  const found = conflicts(wanted, others, wanted.path);
  if (found.length === 0) return undefined;
  const paths = [...new Set(found.map(({ path }) => path))];
  return [
    ...found.map(({ sentence }) => sentence),
    'Name the file, and what the bridge describes is taken out of it:',
    `  takes_over: [${paths.join(', ')}]`,
  ].join('\n');
}

/** ifupdown configures the loopback link also where it leaves the others to NetworkManager. */
function runs({ networkManager, ifupdown }: HostNetplan): string {
  if (ifupdown.some((link) => link !== 'lo')) return 'ifupdown';
  return networkManager ? 'NetworkManager' : 'something else';
}
