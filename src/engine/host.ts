import { type Outcome, stops } from '../plan/outcome.ts';
import type { Probe } from '../plan/probe.ts';
import type { HostPlay } from '../playbook/resolve/resolved-play.ts';
import { AppliedRecorder } from './applied/applied-recorder.ts';
import { DriftCheck } from './applied/drift-check.ts';
import type { Planned } from './applied/explain.ts';
import { HostConnection } from './connection/connection.ts';
import type { HostReader } from './connection/host-connection.ts';
import { forecastPlays } from './forecast-plays.ts';
import { Forecasts } from './forecasts.ts';
import { Performer } from './group/performer.ts';
import { HostFailures } from './host-failure.ts';
import { type Forecasted, isQuiet, resolvedTasks } from './host-plan.ts';
import { HostReads } from './host-reads.ts';
import { HostReporter } from './host-reporter.ts';
import type { HostSettings, Review, TaskPlace } from './host-settings.ts';
import { mayReturn, readUnlessAway } from './out-of-reach.ts';
import { predictTask } from './predict-task.ts';
import { NO_PART, type Part } from './rollout/part.ts';
import { Observations } from './script/observations.ts';
import { Sites } from './sites.ts';
import { CONNECT, refused } from './task-result.ts';
import { TopologyReport } from './topology-report.ts';
import type { Among } from './walk/among.ts';
import { heldBack, INTERRUPTED, playsNotStarted, reasonAfter } from './walk/not-started.ts';
import { FINISHED, type Walked, walk } from './walk/play-loop.ts';
import { repeated } from './walk/repeat.ts';
import { judged } from './walk/verdicts.ts';

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
  readonly #performer: Performer;
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
  readonly connection: HostConnection;
  /** What was observed, overlaid with the predictions. */
  #forecasted = new Observations();

  constructor(host: string, plays: readonly HostPlay[], remote: HostReader, settings: HostSettings) {
    this.#host = host;
    this.#performer = new Performer(host);
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
    const others = [this.#recorder, this.#drift, this.#topology, this.#review];
    const beside = others.flatMap((one) => one?.probes ?? []);
    this.#reads = new HostReads(remote, waiting, beside);
    const own = { remote, reads: this.#reads, observed: this.#current };
    const empty = () => new Observations([], settings.dependencies);
    this.#sites = new Sites(own, settings.delegate, waiting, empty);
  }

  /** Whether it may write, and so has its plays to wait for. */
  get writes(): boolean {
    return this.#settings.mode === 'apply';
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

  /** Makes one play true. Does nothing once the host has ended. */
  async perform(index: number, among: Among): Promise<Walked> {
    const play = this.#plays[index];
    if (this.#ended || !play) return this.#ended ?? FINISHED;
    this.#left = this.#plays.slice(index + 1);
    await this.connection.ready();
    await this.#guarded(async () => {
      this.#sites.forgetOthers();
      const walked = await walk(play, among, {
        host: this.#host,
        ahead: (task) => this.#performer.ahead(task),
        execute: async (task, behind) => {
          const ahead = this.#performer.ahead(task);
          this.#reporter.performing(task, ahead?.timing?.started);
          const site = this.#sites.of(task);
          const once = async () => {
            const done = ahead ?? (await this.#performer.perform(task, behind, site, this.#review));
            const executed = judged(task, done);
            await this.#recorder?.note(task, executed.outcome, site);
            return executed;
          };
          const waits = { ...this.#settings.interrupts, lookAgain: () => site.observed.forget() };
          const came = await repeated(task, () => this.#failures.attempt(task, once), waits);
          if (mayReturn(came)) await site.remote.close();
          if (came !== 'interrupted') this.#reporter.ending(came.timing?.ended);
          return came;
        },
        ended: (outcome) => this.#reporter.performed(outcome),
        stops,
        signal: this.#settings.interrupts.signal,
      });
      if (walked.kind === 'finished' && this.#left.some(({ tasks }) => tasks.length > 0))
        return this.#reporter.waiting('turn');
      await this.#topology.performed(this.#sites.own.remote, this.#reads.become);
      if (walked.kind === 'finished') this.#end(walked, []);
      else this.#leave(walked);
    });
    if (this.#ended) await this.close();
    return this.#ended ?? FINISHED;
  }

  /** Tells what is not started of a host that has not ended, with why. */
  abandon(why: string): void {
    if (!this.#ended) this.#leave({ kind: 'stopped', why });
  }

  /** Gives the lock and the connection up, and once the host is done what was read and planned: there may be thousands. */
  async close(): Promise<void> {
    await this.#recorder?.write(this.#sites.own, (error) => this.#failures.outcomeOf(error, CONNECT));
    await this.connection.close();
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
      tellsSpared: !this.writes,
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
    this.#settings.known?.(this.#host, (this.writes ? this.#current : this.#forecasted).copy());
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
