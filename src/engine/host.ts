import { type Outcome, stops } from '../plan/outcome.ts';
import type { Probe } from '../plan/probe.ts';
import type { HostPlay } from '../playbook/resolve/resolved-play.ts';
import { AppliedRecorder } from './applied/applied-recorder.ts';
import { DriftCheck } from './applied/drift-check.ts';
import type { Planned } from './applied/explain.ts';
import { HostConnection } from './connection/connection.ts';
import type { HostReader } from './connection/host-reader.ts';
import { forecastPlays } from './forecast-plays.ts';
import { Forecasts } from './forecasts.ts';
import { HostFailures } from './host-failure.ts';
import { type Forecasted, isQuiet, resolvedTasks } from './host-plan.ts';
import { HostReads } from './host-reads.ts';
import { HostReporter } from './host-reporter.ts';
import type { HostSettings, Review, TaskPlace } from './host-settings.ts';
import { readUnlessAway } from './out-of-reach.ts';
import { performingWalker } from './performing-walker.ts';
import { predictTask } from './predict-task.ts';
import { HostChecks } from './rollout/host-checks.ts';
import { HostGates } from './rollout/host-gates.ts';
import { NO_PART, type Part } from './rollout/part.ts';
import { Observations } from './script/observations.ts';
import { Sites } from './sites.ts';
import { CONNECT, refused } from './task-result.ts';
import { TopologyReport } from './topology-report.ts';
import type { Among } from './walk/among.ts';
import { heldBack, INTERRUPTED, playsNotStarted, reasonAfter } from './walk/not-started.ts';
import { FINISHED, type Walked, type Walker, walk } from './walk/play-loop.ts';

/** One host of a run. First `plan()`, then, unless it says that all is done, `perform()` for each play in order. */
export class HostRun {
  readonly #host: string;
  readonly #plays: readonly HostPlay[];
  readonly #settings: HostSettings;
  readonly #reporter: HostReporter;
  readonly #reads: HostReads;
  readonly #sites: Sites;
  readonly #recorder: AppliedRecorder | undefined;
  readonly #drift: DriftCheck | undefined;
  readonly #topology: TopologyReport;
  readonly #review: Review | undefined;
  /** The tasks that were planned, in their order. */
  #tasks: Planned[] = [];
  readonly #current: Observations;
  /** The plays that have not begun. */
  #left: readonly HostPlay[];
  /** How the host ended, once it has: then nothing more is done on it. */
  #ended: Walked | undefined;
  #planned: Promise<void> | undefined;
  /** What each play comes to, once planned. */
  #parts: readonly Part[] = [];
  /** Whether its plan has shown that nothing is to be done. */
  isAtRest = false;
  readonly #failures: HostFailures;
  readonly #checks: HostChecks;
  readonly #walker: Walker;
  /** What is asked behind a wave. */
  readonly gates: HostGates;
  readonly connection: HostConnection;
  /** What was observed, overlaid with the predictions. */
  #forecasted = new Observations();

  constructor(host: string, plays: readonly HostPlay[], remote: HostReader, settings: HostSettings) {
    this.#host = host;
    this.#plays = plays;
    this.#left = plays;
    this.connection = new HostConnection(remote);
    this.#settings = settings;
    this.#failures = new HostFailures(host, settings.interrupts);
    this.#current = new Observations([], settings.dependencies);
    this.#reporter = new HostReporter(host, settings.announce);
    const waiting = this.#reporter.guards(settings.interrupts.signal);
    this.#topology = new TopologyReport(settings.topology, this.#reporter);
    this.#recorder = settings.writer && new AppliedRecorder(settings.writer);
    this.#drift = settings.mode === 'drift' ? new DriftCheck(settings.search) : undefined;
    this.#review = settings.review?.(host);
    const others = [this.#recorder, this.#drift, this.#review].flatMap((one) => one?.probes ?? []);
    const beside = (tasks: readonly Probe[]) => [...others, ...this.#topology.probes(tasks)];
    this.#reads = new HostReads(remote, waiting, beside);
    const own = { remote, reads: this.#reads, observed: this.#current };
    const empty = () => new Observations([], settings.dependencies);
    this.#sites = new Sites(own, settings.delegate, waiting, empty);
    this.#checks = new HostChecks(own, settings.guestLinks);
    const [sites, reporter, failures] = [this.#sites, this.#reporter, this.#failures];
    const [recorder, review, checks] = [this.#recorder, this.#review, this.#checks];
    const performing = { host, sites, reporter, failures, checks, interrupts: settings.interrupts };
    this.#walker = performingWalker({ ...performing, recorder, review });
    this.gates = new HostGates(performing);
  }

  /** How it ended, once it has. */
  get ended(): Walked | undefined {
    return this.#ended;
  }

  /** What a play comes to on it, as it was planned. */
  partIn(play: number): Part {
    return this.#parts[play] ?? NO_PART;
  }

  get bugs(): readonly unknown[] {
    return [...this.#failures.bugs, ...this.connection.bugs];
  }

  /**
   * Reads everything in one round trip and plans all plays, before anything is written; once, when first asked to.
   * `among` tells where the host is among the others in each play.
   */
  plan(among: (play: number) => Among): Promise<void> {
    this.#planned ??= this.#plan(among);
    return this.#planned;
  }

  async #plan(among: (play: number) => Among): Promise<void> {
    await this.#guarded(async () => {
      this.#reporter.started();
      const away = await readUnlessAway(this.#plays.flatMap(resolvedTasks), this.#reads, this.#current);
      const forecasts = new Forecasts(this.#host, this.#sites.own, away);
      this.#recorder?.begin(this.#current);
      this.#topology.planned(this.#current);
      const { outcomes, unknown, walked, isRest, parts } = await this.#forecast(among, forecasts);
      this.#parts = parts;
      const stopping = outcomes.find(stops);
      const { mode, partial } = this.#settings;
      if (this.#drift) {
        const site = { ...this.#sites.own, become: this.#reads.become };
        return this.#end(walked, await this.#drift.explain(this.#tasks, outcomes, site, this.#reporter));
      }
      this.isAtRest = !stopping && isRest;
      if (!stopping && (mode !== 'apply' || isRest)) {
        await this.#recorder?.noteAll(this.#tasks, this.#sites.own);
        return this.#end(walked, outcomes);
      }
      if (!stopping || (partial && mode === 'apply')) return this.#reporter.waiting('turn');
      this.#end(
        { kind: 'stopped', why: reasonAfter(stopping) },
        heldBack(outcomes, unknown, stopping, partial),
      );
    });
    if (this.#ended) await this.close();
  }

  /**
   * Makes one play true. Does nothing once the host has ended. One whose wave `asks` something behind it does not end
   * before `release`.
   */
  async perform(index: number, among: Among, asks = false): Promise<Walked> {
    const play = this.#plays[index];
    if (this.#ended || !play) return this.#ended ?? FINISHED;
    this.#left = this.#plays.slice(index + 1);
    await this.connection.ready();
    await this.#guarded(async () => {
      this.#sites.forgetOthers();
      await this.#checks.begin(asks && this.partIn(index).guests > 0);
      const walked = await walk(play, among, this.#walker);
      if (walked.kind === 'finished' && (asks || this.#hasMore())) return this.#reporter.waiting('turn');
      await this.#topology.performed(this.#sites.own.remote, this.#reads.become);
      if (walked.kind === 'finished') this.#end(walked, []);
      else this.#leave(walked);
    });
    if (this.#ended) await this.close();
    return this.#ended ?? FINISHED;
  }

  #hasMore(): boolean {
    return this.#left.some(({ tasks }) => tasks.length > 0);
  }

  /** Nothing more is asked behind its wave. */
  async release(): Promise<void> {
    if (this.#ended || this.#hasMore()) return;
    await this.connection.ready();
    await this.#topology.performed(this.#sites.own.remote, this.#reads.become);
    this.#end(FINISHED, []);
    await this.close();
  }

  /** Tells what is not started of a host that has not ended, with why. */
  abandon(why: string): void {
    if (!this.#ended) this.#leave({ kind: 'stopped', why });
  }

  /** Gives the lock and the connection up, and once the host is done what was read and planned: there may be thousands. */
  async close(): Promise<void> {
    await this.connection.close(this.#recorder?.take());
    await this.#sites.close();
    if (!this.#ended) return;
    for (const known of [this.#current, this.#forecasted]) known.forget();
    this.#tasks = [];
  }

  /** What becomes of each task of all plays. */
  async #forecast(among: (play: number) => Among, forecasts: Forecasts): Promise<Forecasted> {
    const forecast = forecasts.of(this.#sites.own);
    const forecasted = await forecastPlays(this.#plays, among, {
      host: this.#host,
      execute: (task) => {
        this.#reporter.planning();
        return this.#failures.attempt(task, async () => {
          const site = this.#sites.of(task);
          const executed = await predictTask(task, forecasts.of(site), { ...site, ...this.#settings });
          this.#tasks.push({ task, outcome: executed.outcome });
          return executed;
        });
      },
      ended: (outcome) => this.#reporter.planned(outcome),
      untold: (task) => forecast.untold(task),
      tellsSpared: this.#settings.mode !== 'apply',
      signal: this.#settings.interrupts.signal,
    });
    this.#forecasted = forecast.current;
    const { outcomes } = forecasted;
    const known = (task: TaskPlace, probe: Probe) => forecasts.known(this.#sites.of(task), probe);
    const refusal = this.#review?.planned({ tasks: this.#tasks, outcomes, known });
    if (refusal !== undefined) outcomes.unshift(refused(this.#host, refusal));
    const isRest = !forecasts.changes && !among(0).hasJoined() && outcomes.every(isQuiet);
    return { ...forecasted, isRest };
  }

  #end(walked: Walked, outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.#reporter.outcome(outcome);
    this.#ended = walked;
    this.#settings.known?.(
      this.#host,
      (this.#settings.mode === 'apply' ? this.#current : this.#forecasted).copy(),
    );
    this.#reporter.ended();
  }

  /** Ends with the plays that are left not started. */
  #leave(walked: Exclude<Walked, { kind: 'finished' }>): void {
    this.#end(walked, playsNotStarted(this.#host, this.#left, walked.why));
  }

  /** What ends a host outside of its tasks is reported as the outcome of connecting. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const outcome = this.#failures.outcomeOf(error, CONNECT);
      if (outcome === 'interrupted') return this.#leave({ kind: 'interrupted', why: INTERRUPTED });
      this.#reporter.outcome(outcome);
      this.#leave({ kind: 'stopped', why: reasonAfter(outcome) });
    }
  }
}
