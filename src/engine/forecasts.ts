import { Forecast } from './check-mode.ts';
import type { Site } from './sites.ts';

/** The forecasts of one host's plays: of itself, and of the hosts that its tasks are delegated to. */
export class Forecasts {
  readonly #host: string;
  readonly #known = new Map<Site, Forecast>();

  constructor(host: string) {
    this.#host = host;
  }

  of(site: Site): Forecast {
    const known = this.#known.get(site) ?? new Forecast(this.#host, site.observed.copy());
    this.#known.set(site, known);
    return known;
  }

  /** True once something was planned anywhere. */
  get changes(): boolean {
    return [...this.#known.values()].some(({ changes }) => changes);
  }
}
