import type { Gate } from '../../plan/rollout.ts';
import type { HostTree } from '../../playbook/resolve/resolved-play.ts';
import { type Performing, performingWalker } from '../performing-walker.ts';
import { outcomeOf } from '../task-result.ts';
import type { Among } from '../walk/among.ts';
import { INTERRUPTED } from '../walk/not-started.ts';
import { walk } from '../walk/play-loop.ts';
import { hurried } from './hurried.ts';

/** Seconds that a command may take which only looks. */
const LONGEST = 600;

/** Asks one host what is asked behind its wave. Each resolves to why the host does not pass; that is an outcome, too. */
export class HostGates {
  readonly #gated: Performing;

  /** What only reads is no part of the plan, and nothing that was applied: nobody reviews or records it. */
  constructor({ recorder: _, review: __, ...gated }: Performing) {
    this.#gated = gated;
  }

  /** Does tasks that only read. Nothing that was known before counts. */
  verify(tasks: readonly HostTree[], among: Among): Promise<string | undefined> {
    return this.#asked('verify', async () => {
      this.#gated.sites.own.observed.forget();
      const walker = hurried(performingWalker(this.#gated), LONGEST);
      const walked = await walk({ tasks, handlers: [] }, among, walker);
      return walked.kind === 'finished' ? undefined : { told: walked.why };
    });
  }

  /** Whether the host is as the play has left it. */
  drift(): Promise<string | undefined> {
    return this.#asked('drift', () => this.#gated.checks.drift());
  }

  /** Whether guests that changes have met are connected. */
  guests(): Promise<string | undefined> {
    return this.#asked('guests', () => this.#gated.checks.guests());
  }

  async #asked(
    gate: Gate,
    ask: () => Promise<string | { told: string } | undefined>,
  ): Promise<string | undefined> {
    const { host, failures, reporter } = this.#gated;
    const heading = { play: '', name: NAMES[gate], module: '' };
    try {
      const message = await ask();
      if (typeof message !== 'string') return message?.told;
      reporter.outcome(outcomeOf(host, heading, { status: 'failed', message }));
      return message;
    } catch (error) {
      const outcome = failures.outcomeOf(error, heading);
      if (outcome === 'interrupted') return INTERRUPTED;
      reporter.outcome(outcome);
      return outcome.message ?? outcome.status;
    }
  }
}

/** What gates are called in sentences, and where they stand for a task. */
export const NAMES: Readonly<Record<Gate, string>> = {
  verify: 'verify',
  soak: 'soak',
  drift: 'drift check',
  guests: 'check of guests',
  pause: 'pause',
};
