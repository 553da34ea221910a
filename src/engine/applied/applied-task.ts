import { hiddenTexts } from '../../hidden-texts.ts';
import type { Probe } from '../../plan/probe.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { Observations } from '../script/observations.ts';
import { digestOf } from './digest.ts';

/** What a host records of: a task of a project, and what it is about. */
export interface RecordedTask {
  /** Of the record: the same from run to run. */
  key: string;
  /** Digest of what it desires. */
  desired: string;
  probes: readonly Probe[];
}

/**
 * The task as a host records it; undefined where nothing is recorded: of a task with `no_log`, of one that another host
 * does, and of one whose effect nothing shows.
 */
export function recordedTask(task: ResolvedTask, current: Observations): RecordedTask | undefined {
  const { definition, desired, project, name, noLog, delegateTo } = task;
  const resource = definition.resource?.(desired);
  if (resource === undefined || project === undefined || noLog || delegateTo !== undefined) return undefined;
  const probes = Object.values(definition.observe(desired));
  const here = probes.filter(({ ask }) => ask.kind === 'local').map((probe) => current.known(probe) ?? null);
  return {
    key: JSON.stringify([project, resource, name]),
    desired: digestOf(here.length > 0 ? [desired, here] : desired, isSecret),
    probes: probes.filter(({ ask }) => ask.kind !== 'local'),
  };
}

/** The project and resource of a key, without the name of the task. */
export function resourceOfKey(key: string): string {
  const [project, resource] = JSON.parse(key) as string[];
  return JSON.stringify([project, resource]);
}

/** Of what holds a secret no digest is kept: it could be guessed from one. */
function isSecret(text: string): boolean {
  return hiddenTexts.conceal(text) !== text;
}
