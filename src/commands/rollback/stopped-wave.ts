import { historyPlace } from '../../history/history-place.ts';
import { ProblemError } from '../../problem.ts';
import type { Report } from '../../report/files/report.ts';
import type { Resolved } from '../../resolve.ts';
import type { Io } from '../command.ts';
import type { Companion } from '../execution/companion.ts';
import type { StoppedWave } from './wave.ts';

/** Most runs begin without the library of the history, which it needs. */
export const loadRollback = () => import('./rollback.ts');

/** Goes along with a run, and knows afterwards which wave is to be rolled back because its play says so. */
export class StoppedWaves implements Companion {
  readonly #beside: Companion | undefined;
  readonly #keepsHistory: boolean;
  #plays: readonly string[] = [];
  /** Undefined where there is none. */
  stopped: StoppedWave | undefined;

  /** `beside` goes along, too. */
  constructor({ history, beside }: { history: string | undefined; beside?: Companion }, { local }: Io) {
    this.#beside = beside;
    this.#keepsHistory = historyPlace(history, local).kind !== 'none';
  }

  readonly listener: Companion['listener'] = (event) => this.#beside?.listener(event);

  async begin(resolved: Resolved) {
    this.#plays = resolved.plays.filter(({ rollsBack }) => rollsBack).map(({ name }) => name);
    if (this.#plays.length > 0 && !this.#keepsHistory) throw new ProblemError([needsHistory(this.#plays)]);
    // Before anything is written: a newer program may replace this one meanwhile.
    if (this.#plays.length > 0) await loadRollback();
    return (await this.#beside?.begin(resolved)) ?? {};
  }

  end(report: Report): void {
    this.#beside?.end(report);
    const { run, interrupted, rollouts = [] } = report.record;
    // What a person decided is no failure.
    if (interrupted) return;
    for (const { play, stopped, waves } of rollouts) {
      const wave = stopped && waves[stopped.wave - 1];
      const isDecided = wave?.gates.some(({ gate, passed }) => gate === 'pause' && passed === false);
      if (wave && !isDecided && this.#plays.includes(play)) this.stopped = { run, hosts: wave.hosts };
    }
  }
}

function needsHistory(plays: readonly string[]) {
  return {
    code: 'rollback-without-history',
    summary: 'A play with `on_failure: rollback` needs the history',
    detail: `Play ${plays.map((play) => `"${play}"`).join(', ')} is rolled back by what the history knows of the run.`,
    hint: 'Leave --history none out, or write `on_failure: stop`.',
  };
}
