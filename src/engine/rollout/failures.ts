import type { ResolvedPlay } from '../../playbook/resolve/resolved-play.ts';

/** The hosts that failed in a play, held against what it allows. */
export class Failures {
  readonly #hosts = new Set<string>();
  readonly #play: Pick<ResolvedPlay, 'name' | 'budget'>;
  readonly #total: number;

  /** `total` is how many hosts the play has. */
  constructor(play: Pick<ResolvedPlay, 'name' | 'budget'>, total: number) {
    this.#play = play;
    this.#total = total;
  }

  add(host: string): void {
    this.#hosts.add(host);
  }

  /** Those of these hosts that failed. */
  among(hosts: readonly string[]): string[] {
    return hosts.filter((host) => this.#hosts.has(host));
  }

  /** Why nothing more starts, once more have failed than the play allows. */
  get why(): string | undefined {
    const { name, budget } = this.#play;
    const { size } = this.#hosts;
    if (!budget || size === 0) return undefined;
    const { hosts = Number.POSITIVE_INFINITY, percentage = 100 } = budget;
    if (size <= hosts && (size * 100) / this.#total <= percentage) return undefined;
    return `Play "${name}" failed on ${size} of its ${this.#total} hosts, more than it allows.`;
  }
}
