import type { Evidence, Unmanaged } from '../../plan/evidence.ts';
import type { Outcome, Status } from '../../plan/outcome.ts';
import { type Probe, ProbeError, type Probes } from '../../plan/probe.ts';
import type { HostReader } from '../connection/host-reader.ts';
import type { HostReporter } from '../host-reporter.ts';
import { loginUser } from '../rights.ts';
import type { Observations } from '../script/observations.ts';
import { explained, type Planned } from './explain.ts';

/** How a drift check finds what no task describes. */
export interface UnmanagedSearch {
  probes: Probes;
  /** `described` are the resources that tasks describe. */
  find(current: Readonly<Record<string, unknown>>, described: ReadonlySet<string>): readonly Unmanaged[];
}

/** How a task ends in a drift check that was compared with the host. */
const PLANNED: ReadonlySet<Status> = new Set(['ok', 'would-change', 'blocked']);

interface Site {
  remote: HostReader;
  observed: Observations;
  become: boolean;
}

/** The part of a drift check that comes once all tasks of a host are planned. It only reads. */
export class DriftCheck {
  readonly #search: UnmanagedSearch | undefined;

  constructor(search: UnmanagedSearch | undefined) {
    this.#search = search;
  }

  /** Read with what the tasks need. */
  get probes(): Probe[] {
    return Object.values(this.#search?.probes ?? {});
  }

  /** Reports what the host says beside its tasks. Resolves to the outcomes, those that differ with their causes. */
  async explain(
    planned: readonly Planned[],
    outcomes: readonly Outcome[],
    site: Site,
    reporter: HostReporter,
  ): Promise<Outcome[]> {
    const { remote, observed, become } = site;
    const { instead, witnesses } = await explained(planned, site, become);
    const unprivileged = remote.isUnprivileged || (!become && observed.known(loginUser) !== 0);
    const told = outcomes.map((outcome) => asFound(instead.get(outcome) ?? outcome, unprivileged));
    for (const [index, outcome] of outcomes.entries()) reporter.instead(outcome, told[index] ?? outcome);
    const unmanaged = await this.#unmanaged(planned, site);
    const evidence: Evidence = {
      ...(witnesses?.readable && { witnesses: witnesses.all }),
      ...(unmanaged && { unmanaged }),
      ...(remote.isUnprivileged && { unprivileged: true as const }),
    };
    if (Object.keys(evidence).length > 0) reporter.evidence(evidence);
    return told;
  }

  async #unmanaged(
    planned: readonly Planned[],
    { remote, observed, become }: Site,
  ): Promise<readonly Unmanaged[] | undefined> {
    if (!this.#search) return undefined;
    // Where no task reads anything, nothing was read beside it.
    await remote.observe(observed.missing(this.probes), become, observed);
    const described = planned.flatMap(({ task }) => task.definition.resource?.(task.desired) ?? []);
    try {
      const whole = this.#search.find(observed.values(this.#search.probes), new Set(described));
      return [...whole, ...(await this.#parts(planned, { remote, observed, become }))];
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      return [{ resource: 'host', about: `cannot be searched: ${error.message}` }];
    }
  }

  /** What is undescribed of the resources of tasks. Where one could not be planned, that is said already. */
  async #parts(planned: readonly Planned[], { remote, observed }: Site): Promise<readonly Unmanaged[]> {
    const found = new Map<string, Unmanaged>();
    for (const { task, outcome } of planned) {
      const { definition, desired, become, delegateTo } = task;
      if (!definition.undescribed || delegateTo !== undefined || !PLANNED.has(outcome.status)) continue;
      const probes = definition.observe(desired);
      await remote.observe(observed.missing(Object.values(probes)), become, observed, [task]);
      for (const one of definition.undescribed(desired, observed.values(probes)))
        found.set(one.resource, one);
    }
    return [...found.values()];
  }
}

/** What needs consent before a run may repair it differs all the same; what only root may read is not seen. */
function asFound(outcome: Outcome, unprivileged: boolean): Outcome {
  const { status, changes, message = '' } = outcome;
  if (status === 'blocked' && changes.length > 0)
    return { ...outcome, status: 'would-change', message: `A run would not repair it: ${message}` };
  if (status === 'failed' && changes.length === 0 && unprivileged && isDenied(message))
    return { ...outcome, status: 'skipped', unverified: true, message: `Not seen: ${message}` };
  return outcome;
}

function isDenied(message: string): boolean {
  return /permission denied|authentication (unavailable|failed)|not permitted/i.test(message);
}
