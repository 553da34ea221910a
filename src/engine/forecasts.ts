import type { Probe } from '../plan/probe.ts';
import type { Unreachable } from '../transport/unreachable.ts';
import { Forecast } from './check-mode.ts';
import type { Observation } from './script/observations.ts';
import type { Site } from './sites.ts';

/** The forecasts of one host's plays: of itself, and of the hosts that its tasks are delegated to. */
export class Forecasts {
  readonly #host: string;
  readonly #known = new Map<Site, Forecast>();

  /** `away` is why the host itself is out of reach, where its plays go on without it. */
  constructor(host: string, own: Site, away?: Unreachable) {
    this.#host = host;
    this.of(own).away = away;
  }

  of(site: Site): Forecast {
    const known = this.#known.get(site) ?? new Forecast(this.#host, site.observed.copy());
    this.#known.set(site, known);
    return known;
  }

  /** What a site answered to a probe; of one that was read late, what is known of it. */
  known(site: Site, probe: Probe): Observation | undefined {
    return site.observed.get(probe) ?? this.of(site).current.get(probe);
  }

  /** True once something was planned anywhere. */
  get changes(): boolean {
    return [...this.#known.values()].some(({ changes }) => changes);
  }
}
