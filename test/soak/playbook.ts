import { PARTS, type Site, valueNamed } from './parts/index.ts';
import type { HostFacts, Part } from './parts/part.ts';

/** How the task of a part is called. */
export const taskName = (part: string, value: string) => `${part}: ${value}`;

/** The part of a task. */
export const partOf = (task: string) => task.slice(0, task.indexOf(':'));

/** The playbook that brings each host to its site. */
export function playbook(
  hosts: readonly HostFacts[],
  sites: ReadonlyMap<string, Site>,
  parts: readonly Part[] = PARTS,
): string {
  const tasks = parts.flatMap(({ name: part }) =>
    hosts.map((host) => {
      const value = sites.get(host.name)?.[part] ?? '';
      const name = taskName(part, value);
      return { name, when: `inventory_hostname == '${host.name}'`, ...valueNamed(part, value).task(host) };
    }),
  );
  const keys = { name: 'Soak', hosts: 'all', rollout: 'all-at-once', disruption: 'link' };
  return JSON.stringify([{ ...keys, tasks }], undefined, 1);
}
