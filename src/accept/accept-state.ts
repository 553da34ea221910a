import type { YAMLMap } from 'yaml';
import type { Value } from '../adopt/value.ts';
import { put, putNew } from './put.ts';
import type { Scope } from './scope.ts';
import { type Source, spotOf } from './source.ts';

/** Whether a network runs, and whether it starts with the host. */
export interface RunState {
  state: string;
  /** Absent of a task that does not say. */
  autostart?: boolean | undefined;
}

/** Makes a task say whether the network of a host runs, and starts with it. */
export function acceptState(
  args: { source: Source; map: YAMLMap },
  { desired, actual }: { desired: RunState; actual: RunState },
  scope: Scope,
): void {
  const say = (key: 'state' | 'autostart', value: Value) => {
    const spot = spotOf(args.source, args.map, key);
    if (spot) put(spot, value, [key], scope);
    else putNew(args, [key, value], [key], scope);
  };
  if (desired.state !== actual.state) say('state', actual.state);
  // Without a word an active network starts with the host, and any other as it does.
  const isSaid = desired.autostart ?? (actual.state === 'active' ? true : actual.autostart);
  if (actual.autostart !== undefined && isSaid !== actual.autostart) say('autostart', actual.autostart);
}
