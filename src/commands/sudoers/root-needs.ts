import { relative } from 'node:path';
import { tasksOf } from '../../playbook/resolve/resolved-play.ts';
import type { Resolved } from '../../resolve.ts';

/** A task that becomes root; `why` is `libvirt` where libvirt itself lets its group do it. */
export interface RootNeed {
  place: string;
  task: string;
  module: string;
  why: 'root' | 'libvirt' | 'unknown';
}

/** What these modules change, they change through libvirt alone. */
const OF_LIBVIRT = new Set([
  ...['network', 'guest', 'guest_interface', 'pool', 'volume'],
  ...['virt', 'virt_net', 'virt_pool', 'community.libvirt.virt', 'community.libvirt.virt_net'],
]);

/** The tasks of a host that become root, each once; `fixed` is what the inventory says of all of them. */
export function rootNeeds(plays: Resolved['plays'], host: string, fixed: boolean | undefined): RootNeed[] {
  const needs = new Map<string, RootNeed>();
  for (const task of plays.flatMap((play) => tasksOf(play.hosts.get(host)))) {
    if (task.kind === 'skipped') continue;
    const { name, module, place } = task;
    const at = `${shortest(place.file)}:${place.line}`;
    if (task.kind === 'pending') {
      if (!task.onlyReads && fixed !== false)
        needs.set(at, { place: at, task: name, module, why: 'unknown' });
      continue;
    }
    if (!(fixed ?? task.become) || task.definition.onlyReads) continue;
    const why = OF_LIBVIRT.has(task.definition.name) ? 'libvirt' : 'root';
    needs.set(at, { place: at, task: name, module, why });
  }
  return [...needs.values()];
}

/** As seen from the working folder, where the file is below it. */
function shortest(file: string): string {
  const short = relative('', file);
  return short.startsWith('..') ? file : short;
}
