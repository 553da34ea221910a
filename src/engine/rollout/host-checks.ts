import type { GuestLink, GuestLinksRead } from '../../plan/guest-links.ts';
import { ProbeError } from '../../plan/probe.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { judge } from '../plan-task.ts';
import { Observations } from '../script/observations.ts';
import type { Site } from '../sites.ts';
import type { Executed } from '../task-result.ts';
import { lostGuests } from './lost-guests.ts';

/** What is looked at on a host behind its wave, whether or not a playbook says so. */
export class HostChecks {
  readonly #site: Site;
  readonly #read: GuestLinksRead | undefined;
  /** The tasks of the play that came to a good end; of several about one thing the last. */
  #done = new Map<unknown, ResolvedTask>();
  #hasChanged = false;
  /** The MAC addresses of interfaces that changes have met, and that should be connected still. */
  #met = new Set<string>();
  #before: readonly GuestLink[] = [];

  constructor(site: Site, read: GuestLinksRead | undefined) {
    this.#site = site;
    this.#read = read;
  }

  /** A play begins, whose changes are going to meet guests or not. */
  async begin(meetsGuests: boolean): Promise<void> {
    this.#done = new Map();
    this.#met = new Set();
    this.#hasChanged = false;
    this.#before = meetsGuests ? await this.#links().catch(nothing) : [];
  }

  /** A task has come to its end. */
  performed(task: ResolvedTask, { outcome: { status, changes } }: Executed): void {
    if (status !== 'ok' && status !== 'changed') return;
    this.#hasChanged ||= status === 'changed';
    for (const { action, impact } of changes)
      for (const { mac } of impact.guests ?? [])
        if (action === 'stop' || action === 'delete') this.#met.delete(mac);
        else this.#met.add(mac);
    const { definition, desired, delegateTo, checkOnly } = task;
    if (definition.opaque || definition.onlyReads || checkOnly || delegateTo !== undefined) return;
    this.#done.set(definition.resource?.(desired) ?? task, task);
  }

  /** What is not as the tasks left it; undefined where nothing is to be said. */
  async drift(): Promise<string | undefined> {
    if (!this.#hasChanged) return undefined;
    const current = new Observations();
    const tasks = [...this.#done.values()];
    await this.#site.reads.observe(tasks, current);
    const left = tasks.flatMap((task) => {
      const now = judge(task, task.definition.observe(task.desired), current);
      if (now.kind === 'failed') return [`${task.name}: ${now.message}`];
      const differing = now.plan.changes.filter(({ proof }) => proof === 'observed').map(({ what }) => what);
      return differing.length > 0 ? [`${task.name}: ${differing.join(', ')}`] : [];
    });
    return left.length > 0 ? `Not as the play has left it:\n${left.join('\n')}` : undefined;
  }

  /** Which guests that changes have met are not connected any more. */
  async guests(): Promise<string | undefined> {
    if (this.#before.length === 0 || this.#met.size === 0) return undefined;
    const lost = lostGuests(this.#before, await this.#links(), this.#met);
    return lost.length > 0 ? `Not connected as before: ${lost.join('; ')}.` : undefined;
  }

  async #links(): Promise<readonly GuestLink[]> {
    if (!this.#read) return [];
    const { remote, reads } = this.#site;
    const current = new Observations();
    await remote.observe(Object.values(this.#read.probes), reads.become, current);
    return this.#read.of(current.values(this.#read.probes));
  }
}

/** Where guests cannot be read before, nothing can be said of them afterwards. */
function nothing(error: unknown): readonly GuestLink[] {
  if (error instanceof ProbeError) return [];
  throw error;
}
