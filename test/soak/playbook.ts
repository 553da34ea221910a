import { PARTS, type Site, valueNamed } from './parts/index.ts';
import type { HostFacts, Part } from './parts/part.ts';

/** The task of a part keeps its name, by which Virtfleet knows what it wrote before. */
const taskName = (host: string, part: string) => `${host} ${part}`;

/** The part of a task. */
export const partOf = (task: string) => task.slice(task.indexOf(' ') + 1);

/** The playbook that brings each host to its site. */
export function playbook(
  hosts: readonly HostFacts[],
  sites: ReadonlyMap<string, Site>,
  parts: readonly Part[] = PARTS,
): string {
  const tasks = parts.flatMap(({ name: part }) =>
    hosts.map((host) => {
      const value = sites.get(host.name)?.[part] ?? '';
      return {
        name: taskName(host.name, part),
        when: `inventory_hostname == '${host.name}'`,
        ...valueNamed(part, value).task(host),
      };
    }),
  );
  const names = hosts.map(({ name }) => name).join(',');
  const keys = { name: 'Soak', hosts: names, rollout: 'all-at-once', disruption: 'link' };
  return JSON.stringify([{ ...keys, tasks }], undefined, 1);
}
