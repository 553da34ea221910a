import { DEPENDENCIES } from '../../src/dependencies.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import type { Change } from '../../src/plan/change.ts';
import type { Probes } from '../../src/plan/probe.ts';

/** What is known of a host once changes are made as they predict: `current` has the values before, by name. */
export function afterChanges(
  changes: readonly Change[],
  probes: Probes,
  current: Readonly<Record<string, unknown>>,
): Observations {
  const known = Object.entries(probes).flatMap(([name, probe]) => {
    const value = current[name];
    return value === undefined ? [] : [[probe.key, { probe, value, raw: undefined }] as const];
  });
  const next = new Observations(known, DEPENDENCIES);
  for (const { predictions } of changes)
    for (const { probe, value } of predictions) next.predict(probe, value);
  return next;
}
