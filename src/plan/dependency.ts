import type { Prediction } from './change.ts';
import type { Family, Probe } from './probe.ts';

/** What a change makes of one probe of a family. `before` is absent where nobody has read it. */
export interface Made<S> {
  /** Of the link, network or file. */
  name: string;
  before: S | undefined;
  after: S;
}

/** A probe, or a family of them, whose values follow from another family: the routes of a host from its links. */
export interface Dependency {
  from: Family<unknown>;
  /** Whether the values of this probe follow. */
  covers: (probe: Probe) => boolean;
  /** The value of such a probe that was `current`, once a probe of `from` is as it was made. */
  derive: (current: unknown, made: Made<unknown>) => unknown;
}

/** A row of the table of dependencies, whose types are checked against the probes. */
export function dependency<S, T>(
  from: Family<S>,
  to: Family<T> | Probe<T>,
  derive: (current: T, made: Made<S>) => T,
): Dependency {
  return {
    from: from as Family<unknown>,
    covers: (probe) => ('kind' in to ? probe.member?.kind === to.kind : probe.key === to.key),
    derive: (current, made) => derive(current as T, made as Made<S>),
  };
}

/** The value of a probe once others are as predicted. */
export function valueAfter<T>(
  probe: Probe<T>,
  current: T,
  predictions: readonly Prediction[],
  dependencies: readonly Dependency[],
): T {
  const own = dependencies.filter(({ covers }) => covers(probe as Probe));
  const values = predictions.reduce<unknown>((value, { probe: { member }, value: after }) => {
    if (!member) return value;
    const made = { name: member.name, before: undefined, after };
    const following = own.filter(({ from }) => from.kind === member.kind);
    return following.reduce((now, { derive }) => derive(now, made), value);
  }, current);
  return values as T;
}
