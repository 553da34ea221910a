import { type Answer, type Probe, ProbeError, type Probes } from '../../plan/probe.ts';
import type { Reading } from './observe.ts';
import type { Raw } from './raw.ts';

/** What is known of one probe: a value, with the bytes it came from unless it is a prediction; or why it is not. */
export type Observation =
  | { probe: Probe; value: unknown; raw: Raw | undefined }
  | { probe: Probe; error: ProbeError };

/** Everything that is known of one host, by probe key. */
export class Observations {
  readonly #known: Map<string, Observation>;

  constructor(known: Iterable<readonly [string, Observation]> = []) {
    this.#known = new Map(known);
  }

  copy(): Observations {
    return new Observations(this.#known);
  }

  get(probe: Probe): Observation | undefined {
    return this.#known.get(probe.key);
  }

  all(): IterableIterator<Observation> {
    return this.#known.values();
  }

  forget(): void {
    this.#known.clear();
  }

  /** What may have come about since it was looked at: what is awaited, and what could not be read. */
  forgetUnsettled(): void {
    for (const [key, known] of this.#known)
      if (known.probe.awaited || 'error' in known) this.#known.delete(key);
  }

  predict(probe: Probe, value: unknown): void {
    this.#known.set(probe.key, { probe, value, raw: undefined });
  }

  /** Takes in what others know of these probes. */
  takeFrom(others: Observations, probes: readonly Probe[]): void {
    for (const probe of probes) {
      const known = others.get(probe);
      if (known) this.#known.set(probe.key, known);
    }
  }

  /** Takes in what this machine answered. */
  takeHere(probe: Probe, answer: Answer): void {
    this.#known.set(probe.key, observation(probe, [answer], undefined));
  }

  /** Takes in what the host answered; `probes` are those that were asked, in order. */
  take(probes: readonly Probe[], { raws, virshError, scriptError }: Reading): void {
    for (const [index, probe] of probes.entries()) {
      const raw = raws[index];
      const why =
        probe.ask.kind === 'virsh'
          ? virshError || 'virsh gave no answer'
          : scriptError || 'the host gave no answer';
      this.#known.set(
        probe.key,
        raw ? observation(probe, raw.answers, raw) : { probe, error: new ProbeError(why) },
      );
    }
  }

  /** The values of a record of probes; throws the ProbeError of the first that could not be read. */
  values(probes: Probes): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(probes).map(([name, probe]) => {
        const known = this.#known.get(probe.key);
        if (!known) throw new Error(`nothing observed for ${probe.key}`);
        if ('error' in known) throw known.error;
        return [name, known.value];
      }),
    );
  }

  /** Those of these probes of which nothing is known, each key once. */
  missing(probes: Iterable<Probe>): Probe[] {
    const missing = new Map<string, Probe>();
    for (const probe of probes) if (!this.#known.has(probe.key)) missing.set(probe.key, probe);
    return [...missing.values()];
  }
}

function observation(probe: Probe, answers: readonly Answer[], raw: Raw | undefined): Observation {
  try {
    return { probe, value: probe.parse(answers), raw };
  } catch (error) {
    if (error instanceof ProbeError) return { probe, error };
    throw error;
  }
}
