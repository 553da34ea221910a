import { type ResolvedPlay, tasksOf } from '../playbook/resolve/resolved-play.ts';
import type { Place } from '../problem.ts';
import type { AuditFinding } from './finding.ts';

/** A play as policies see it. */
export interface PlayFacts {
  name: string;
  hosts: readonly string[];
  tasks: readonly { name: string; module: string }[];
  /** How many hosts it goes through at the same time at most. */
  largest_batch: number;
  /** Whether hosts on which something is disturbed come one wave after the other. */
  in_waves: boolean;
  /** Whether something is asked between its waves. */
  has_gates: boolean;
  rolls_back: boolean;
}

export function playFacts({ name, hosts, batches, inWaves, gates, rollsBack }: ResolvedPlay): PlayFacts {
  const all = [...hosts.values()].flatMap(tasksOf).map((task) => ({ name: task.name, module: task.module }));
  const tasks = new Map(all.map((task) => [JSON.stringify(task), task]));
  return {
    name,
    hosts: [...hosts.keys()],
    tasks: [...tasks.values()],
    largest_batch: Math.max(0, ...batches.map(({ length }) => length)),
    in_waves: inWaves !== undefined,
    has_gates: gates !== undefined,
    rolls_back: rollsBack === true,
  };
}

/** Where tasks describe resources: by host and resource, such as `network lab`. */
export type Places = ReadonlyMap<string, Place>;

/** The places of what the tasks of plays describe, and of the plays themselves by their first task. */
export function placesIn(plays: readonly ResolvedPlay[]): Places {
  const places = new Map<string, Place>();
  for (const { name, hosts } of plays)
    for (const [host, play] of hosts)
      for (const task of tasksOf(play)) {
        const resource = task.kind === 'task' ? task.definition.resource?.(task.desired) : undefined;
        for (const object of [...(resource === undefined ? [] : [resource]), `play ${name}`]) {
          const key = keyOf(host, object.replace(/^(guest .*) interface \S+$/, '$1'));
          if (!places.has(key)) places.set(key, task.place);
        }
      }
  return places;
}

/** The finding with the task that describes its object. */
export function placed(finding: AuditFinding, places: Places): AuditFinding {
  const place = places.get(keyOf(finding.host, finding.object));
  return place ? { ...finding, place } : finding;
}

function keyOf(host: string, resource: string): string {
  return JSON.stringify([host, resource]);
}
