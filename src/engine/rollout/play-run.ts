import type { Wave } from '../../plan/rollout.ts';
import type { ResolvedPlay } from '../../playbook/resolve/resolved-play.ts';
import { INTERRUPTED } from '../walk/not-started.ts';
import { Failures } from './failures.ts';
import { all, type FleetHosts } from './fleet-hosts.ts';
import { Gates } from './gates.ts';
import { batchesOf, comingWaves, rolloutNews, waits } from './plan-rollout.ts';
import { type Turn, turnsOf } from './turns.ts';

/** The way of a fleet through one play: in batches where they are written, else in waves. */
export class PlayRun {
  readonly #fleet: FleetHosts;
  readonly #index: number;
  readonly #play: ResolvedPlay;
  readonly #turns: readonly Turn[];
  readonly #failures: Failures;
  readonly #gates: Gates;
  /** Hosts that earlier plays have ended. */
  readonly #gone: ReadonlySet<string>;
  #isInterrupted = false;

  constructor(fleet: FleetHosts, index: number, play: ResolvedPlay) {
    this.#fleet = fleet;
    this.#index = index;
    this.#play = play;
    this.#turns = turnsOf(play, fleet.performed.joinings);
    const members = this.#turns.flatMap((turn) => turn.members);
    this.#failures = new Failures(play, members.length);
    this.#gates = new Gates(fleet, index, play, this.#failures);
    this.#gone = new Set(members.filter((name) => fleet.hosts.get(name)?.ended?.kind === 'stopped'));
  }

  /** Resolves to why nothing starts behind it; `next` are the hosts that the next play begins with. */
  async run(next: readonly string[]): Promise<string | undefined> {
    const why = this.#play.inWaves ? await this.#inWaves(next) : await this.#inBatches(next);
    return this.#isInterrupted ? INTERRUPTED : why;
  }

  async #inBatches(next: readonly string[]): Promise<string | undefined> {
    const waves = batchesOf(this.#turns);
    this.#planned(waves);
    for (const [at, { batch }] of this.#turns.entries()) {
      const stays = new Set(this.#turns[at + 1]?.batch ?? next);
      const own = this.#begin(batch);
      this.#fleet.planned.begin(own);
      const why = await this.#wave(waves, at, async (asks) => {
        await all(
          own.map((name) =>
            this.#fleet.use(name, stays.has(name) || this.#gates.areWritten, async () => {
              await this.#fleet.plan(name);
              await this.#perform(name, asks);
            }),
          ),
        );
      });
      if (why !== undefined) return why;
    }
    return undefined;
  }

  /** Hosts on which nothing is disturbed begin as soon as they are planned, the others wave by wave. */
  async #inWaves(next: readonly string[]): Promise<string | undefined> {
    const { planned, performed, hosts } = this.#fleet;
    const own = this.#begin(this.#turns.flatMap(({ batch }) => batch));
    const members = this.#turns.flatMap((turn) => turn.members);
    planned.begin(own);
    const inPlay = new Set(members);
    const partOf = (name: string) => {
      const host = inPlay.has(name) ? hosts.get(name) : undefined;
      return host && !host.ended ? host.partIn(this.#index) : undefined;
    };
    const begun: Promise<void>[] = [];
    await all(
      own.map(
        (name) =>
          new Promise<void>((isPlanned) => {
            const done = this.#fleet.use(name, true, async () => {
              await this.#fleet.plan(name);
              isPlanned();
              if (!waits(this.#play, partOf(name))) await this.#perform(name);
            });
            begun.push(done);
            done.then(isPlanned, isPlanned);
          }),
      ),
    );
    const about = { play: this.#play, index: this.#index, hosts: members, partOf };
    const waves = comingWaves(this.#fleet, about);
    this.#planned(waves);
    for (const { hosts: later } of waves.slice(1)) for (const name of later) performed.left(name);
    const why = await this.#afterEach(waves, new Set(next));
    await all(begun);
    return why ?? this.#failures.why;
  }

  async #afterEach(waves: readonly Wave[], stays: ReadonlySet<string>): Promise<string | undefined> {
    for (const [at, wave] of waves.entries()) {
      if (at > 0) this.#begin(wave.hosts);
      const why = await this.#wave(waves, at, async (asks) => {
        await all(
          wave.hosts.map((name) =>
            this.#fleet.use(name, stays.has(name) || this.#gates.areWritten, () => this.#perform(name, asks)),
          ),
        );
      });
      if (why !== undefined) return why;
    }
    return undefined;
  }

  #planned(waves: readonly Wave[]): void {
    if (this.#areAsked(waves)) this.#fleet.announce(rolloutNews(this.#play, waves));
  }

  /** Whether anything is asked behind these waves. */
  #areAsked(waves: readonly Wave[]): boolean {
    return waves.length > 1 || (waves.length > 0 && this.#gates.areWritten);
  }

  #begin(hosts: readonly string[]): string[] {
    const own = hosts.filter((name) => this.#fleet.hosts.has(name));
    this.#fleet.performed.begin(own);
    return own;
  }

  /** Does the work of a wave; resolves to why none follows it. */
  async #wave(
    waves: readonly Wave[],
    at: number,
    work: (asks: boolean) => Promise<void>,
  ): Promise<string | undefined> {
    const asks = this.#areAsked(waves);
    const tell = asks ? this.#fleet.announce : () => {};
    const about = { play: this.#play.name, wave: at + 1 };
    const hosts = waves[at]?.hosts ?? [];
    tell({ type: 'wave-started', ...about, hosts });
    await work(asks);
    const failed = this.#failures.among(hosts);
    tell({ type: 'wave-ended', ...about, failed });
    const reason = this.#failures.why ?? this.#reasonToStop(waves, at, failed.length);
    const why = reason ?? (asks && !this.#isInterrupted ? await this.#gatesBehind(waves, at) : undefined);
    await all(hosts.map(async (name) => this.#fleet.hosts.get(name)?.release()));
    if (this.#isInterrupted || why === INTERRUPTED) return INTERRUPTED;
    if (why !== undefined) tell({ type: 'rollout-stopped', ...about, why });
    return why;
  }

  #gatesBehind(waves: readonly Wave[], at: number): Promise<string | undefined> {
    const hosts = (waves[at]?.hosts ?? []).filter((name) => {
      const host = this.#fleet.hosts.get(name);
      return host && !host.ended;
    });
    return this.#gates.behind({
      wave: at + 1,
      name: this.#nameOf(waves, at),
      hosts,
      next: at < waves.length - 1 ? this.#nameOf(waves, at + 1) : undefined,
    });
  }

  #nameOf(waves: readonly Wave[], at: number): string {
    const { what = '' } = waves[at] ?? {};
    const isBatch = !this.#play.inWaves && waves.length > 1;
    return isBatch ? what : `wave ${at + 1} of ${waves.length} (${what})`;
  }

  #reasonToStop(waves: readonly Wave[], at: number, failed: number): string | undefined {
    const { name, inWaves, budget } = this.#play;
    const hosts = (waves[at]?.hosts ?? []).filter((host) => !this.#gone.has(host));
    if (waves.length < 2 || failed === 0) return undefined;
    if (!inWaves)
      return failed < hosts.length
        ? undefined
        : `Batch ${at + 1} of ${waves.length} of play "${name}" failed on all of its hosts.`;
    const isStrict = at < waves.length - 1 && waves[at]?.what !== 'rest';
    if (!isStrict || budget) return undefined;
    const which = `${this.#nameOf(waves, at)} of play "${name}"`;
    return `${failed} of ${hosts.length} hosts of ${which} failed; no further wave begins.`;
  }

  /** A host whose wave `asks` something behind it is looked at as soon as it has ended. */
  async #perform(name: string, asks = false): Promise<void> {
    const { performed, planned, hosts } = this.#fleet;
    const host = hosts.get(name);
    if (!host) return;
    const why = this.#failures.why;
    if (why !== undefined && !host.ended) {
      performed.left(name);
      return host.abandon(why);
    }
    if (host.isAtRest) performed.rest(name, planned);
    const among = performed.among(name, this.#index, this.#fleet.pause(name), this.#play.isLinear);
    const { kind } = await host.perform(this.#index, among, asks).finally(() => performed.left(name));
    if (asks && kind === 'finished') await this.#gates.look(name);
    if (!this.#gates.areWritten) await host.release();
    if (kind === 'interrupted') this.#isInterrupted = true;
    if (kind === 'stopped' && !this.#gone.has(name)) this.#failures.add(name);
  }
}
