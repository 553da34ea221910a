import { type Answer, only, type Probe, ProbeError } from '../../plan/probe.ts';
import { parseNetInfo } from './net-info.ts';
import { type NetworkState, networkState } from './network-state.ts';

/** One of the networks of a host. */
export interface ListedNetwork {
  name: string;
  uuid: string;
  state: NetworkState & { exists: true };
}

/** One whose definition cannot be read, and why. */
export interface UnreadableNetwork {
  name: string;
  uuid: string;
  unreadable: string;
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
export const allNetworks: Probe<(ListedNetwork | UnreadableNetwork)[]> = {
  key: 'all networks',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => parseNetworks(textOf(only(answers))),
};

/**
 * What a script that lists and then dumps has to say. A network that is removed in between makes virsh fail although
 * the others were dumped.
 */
export function textOf({ status, stdout, stderr }: Answer): string {
  if (status === 127) throw new ProbeError('virsh: not found');
  if (status !== 0 && stdout.length === 0) throw new ProbeError(stderr.toString().trim() || 'virsh failed');
  return stdout.toString();
}

/** Reads groups of three answers, each behind a record separator. */
export function parseNetworks(text: string): (ListedNetwork | UnreadableNetwork)[] {
  const answers = text.split('\x1e').slice(1);
  const networks: (ListedNetwork | UnreadableNetwork)[] = [];
  for (let at = 0; at + 2 < answers.length; at += 3) {
    const [about = '', inactive = '', live = ''] = answers.slice(at, at + 3).map((answer) => answer.trim());
    const info = parseNetInfo(about);
    const { name, uuid } = info;
    // One that was removed between the list and the dump has no name.
    if (!name) continue;
    try {
      networks.push({ name, uuid, state: networkState(info, inactive, live) });
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      networks.push({ name, uuid, unreadable: error.message });
    }
  }
  return networks.toSorted((a, b) => a.name.localeCompare(b.name));
}
