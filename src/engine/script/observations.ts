import type { Dependency, Made } from '../../plan/dependency.ts';
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
  readonly #dependencies: readonly Dependency[];
  /** All predictions in order: what is read later follows from them, too. */
  readonly #made: { kind: string; made: Made<unknown> }[] = [];

  /** `dependencies` say which probes follow from others. */
  constructor(
    known: Iterable<readonly [string, Observation]> = [],
    dependencies: readonly Dependency[] = [],
  ) {
    this.#known = new Map(known);
    this.#dependencies = dependencies;
  }

  /** The same observations, for predictions of their own. */
  copy(): Observations {
    const copy = new Observations(this.#known, this.#dependencies);
    copy.#made.push(...this.#made);
    return copy;
  }

  get(probe: Probe): Observation | undefined {
    return this.#known.get(probe.key);
  }

  /** The value of a probe; undefined of one that is not known or could not be read. */
  known<T>(probe: Probe<T>): T | undefined {
    const known = this.#known.get(probe.key);
    return known && 'value' in known ? (known.value as T) : undefined;
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

  /** Takes in what a probe will read, and what those will read that follow from it. */
  predict(probe: Probe, value: unknown): void {
    const before = this.#known.get(probe.key);
    this.#known.set(probe.key, { probe, value, raw: undefined });
    const { member } = probe;
    if (!member) return;
    const made = {
      name: member.name,
      before: before && 'value' in before ? before.value : undefined,
      after: value,
    };
    this.#made.push({ kind: member.kind, made });
    for (const known of this.following([probe])) this.#derive(known, member.kind, made);
  }

  /** The probes that follow from these, of those that are known. */
  following(probes: Iterable<Probe>): Probe[] {
    const kinds = new Set([...probes].map(({ member }) => member?.kind));
    const own = this.#dependencies.filter(({ from }) => kinds.has(from.kind));
    if (own.length === 0) return [];
    return [...this.#known.values()]
      .map(({ probe }) => probe)
      .filter((probe) => own.some(({ covers }) => covers(probe)));
  }

  /** Takes in what others know of these probes. */
  takeFrom(others: Observations, probes: readonly Probe[]): void {
    for (const probe of probes) {
      const known = others.get(probe);
      if (known) this.#read(known);
    }
  }

  /** Takes in what this machine answered. */
  takeHere(probe: Probe, answer: Answer): void {
    this.#read(observation(probe, [answer], undefined));
  }

  /** Takes in what the host answered; `probes` are those that were asked, in order. */
  take(probes: readonly Probe[], { raws, virshError, scriptError }: Reading): void {
    for (const [index, probe] of probes.entries()) {
      const raw = raws[index];
      const why =
        probe.ask.kind === 'virsh'
          ? virshError || 'virsh gave no answer'
          : scriptError || 'the host gave no answer';
      this.#read(raw ? observation(probe, raw.answers, raw) : { probe, error: new ProbeError(why) });
    }
  }

  /** Takes in what was read, with what follows from the predictions that were made before. */
  #read(read: Observation): void {
    this.#known.set(read.probe.key, read);
    for (const { kind, made } of this.#made) this.#derive(read.probe, kind, made);
  }

  #derive(probe: Probe, kind: string, made: Made<unknown>): void {
    for (const { from, covers, derive } of this.#dependencies) {
      const known = this.#known.get(probe.key);
      if (from.kind !== kind || !covers(probe) || !known || 'error' in known) continue;
      const value = derive(known.value, made);
      if (value !== known.value) this.#known.set(probe.key, { probe, value, raw: undefined });
    }
  }

  /** The value of a probe; throws its ProbeError where it could not be read. */
  value<T>(probe: Probe<T>): T {
    const known = this.#known.get(probe.key);
    if (!known) throw new Error(`nothing observed for ${probe.key}`);
    if ('error' in known) throw known.error;
    return known.value as T;
  }

  /** The values of a record of probes; throws the ProbeError of the first that could not be read. */
  values(probes: Probes): Record<string, unknown> {
    return Object.fromEntries(Object.entries(probes).map(([name, probe]) => [name, this.value(probe)]));
  }

  /** Whether one of these is known by a prediction only. */
  hasPredicted(probes: readonly Probe[]): boolean {
    return probes.some((probe) => {
      const known = this.#known.get(probe.key);
      return known !== undefined && 'value' in known && known.raw === undefined;
    });
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
    return { probe, error: error instanceof ProbeError ? error : unreadable(probe, error) };
  }
}

/** A host may answer anything: what its answer breaks is its own task, and no other host's. */
function unreadable({ key }: Probe, error: unknown): ProbeError {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new ProbeError(`what the host answers about ${key} cannot be read: ${why}`, { cause: error });
}
