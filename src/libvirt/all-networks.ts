import { only, type Probe, ProbeError } from '../plan/probe.ts';
import { parseNetInfo } from './net-info.ts';
import { type NetworkState, networkState } from './network-state.ts';

/** One of the networks of a host. */
export interface ListedNetwork {
  name: string;
  state: NetworkState & { exists: true };
}

/** XML cannot contain the record separator, so that it can stand between the answers. */
const READ = `
uuids=$(libvirt 'net-list --all --uuid') || exit
sep=$(printf '\\036') all=
for uuid in $uuids; do
  all="$all echo '$sep'; net-info $uuid; echo '$sep'; net-dumpxml $uuid --inactive; echo '$sep'; net-dumpxml $uuid;"
done
[ -z "$all" ] || libvirt "$all"`;

/** All networks of a host. */
export const allNetworks: Probe<ListedNetwork[]> = {
  key: 'all networks',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const { status, stdout, stderr } = only(answers);
    if (status !== 0 && stdout.length === 0) throw new ProbeError(stderr.toString().trim() || 'virsh failed');
    return parseNetworks(stdout.toString());
  },
};

/** Reads groups of three answers, each behind a record separator. */
export function parseNetworks(text: string): ListedNetwork[] {
  const answers = text.split('\x1e').slice(1);
  const networks: ListedNetwork[] = [];
  for (let at = 0; at + 2 < answers.length; at += 3) {
    const [about = '', inactive = '', live = ''] = answers.slice(at, at + 3).map((answer) => answer.trim());
    const info = parseNetInfo(about);
    // One that was removed between the list and the dump has no name.
    if (info.name) networks.push({ name: info.name, state: networkState(info, inactive, live) });
  }
  return networks.toSorted((a, b) => a.name.localeCompare(b.name));
}
