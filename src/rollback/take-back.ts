import pLimit from 'p-limit';
import * as z from 'zod';
import type { HostReader } from '../engine/connection/host-reader.ts';
import { Observations } from '../engine/script/observations.ts';
import type { HostTarget } from '../host-targets.ts';
import { type AnyModule, defineModule } from '../modules/module.ts';
import { NO_GUARD } from '../plan/guard.ts';
import { ProbeError } from '../plan/probe.ts';
import type { HostPlay, ResolvedPlay } from '../playbook/resolve/resolved-play.ts';
import { Lost } from '../transport/session.ts';
import { Unreachable } from '../transport/unreachable.ts';
import { untilAborted } from '../transport/until-aborted.ts';
import { firstStates } from './conflicts.ts';
import { keptOf } from './kept-on-host.ts';
import { probeOf } from './kept-states.ts';
import { type HostRollback, rollbackOn, type Terms } from './rollback-play.ts';

/** A run that is to be taken back, on these hosts. */
export interface TakingBack {
  /** The id of the run. */
  run: string;
  hosts: readonly HostTarget[];
  terms: Terms;
  /** Opens a connection that cannot write. */
  contact(host: HostTarget): HostReader;
  /** Hosts that are asked at once. */
  forks: number;
  signal: AbortSignal;
}

/** What takes a run back: a play for `run`, and what each host has to say before. */
export interface TakeBack {
  play: ResolvedPlay;
  /** Undefined of a host that keeps nothing of the run. One that could not be asked is not in it: the play meets it. */
  hosts: ReadonlyMap<string, HostRollback | undefined>;
}

/**
 * Reads what hosts keep of a run, and how that is now, and makes of it a play that brings back what was there before.
 * Nothing is written: that is for `run`, which plans, asks for consent and guards as it does with any other play.
 */
export async function takeBack({ run, hosts, terms, contact, forks, signal }: TakingBack): Promise<TakeBack> {
  const limit = pLimit(forks);
  const plays = new Map<string, HostPlay>();
  const read = new Map<string, HostRollback | undefined>();
  await Promise.all(
    hosts.map((host) =>
      limit(async () => {
        signal.throwIfAborted();
        const rollback = await untilAborted(rollbackOf(run, contact(host), terms), signal);
        if (rollback !== 'unread') read.set(host.name, rollback);
        plays.set(host.name, rollback === 'unread' ? readAgain(run, terms) : (rollback?.play ?? NOTHING));
      }),
    ),
  );
  const batches = [hosts.map(({ name }) => name)];
  const waves = terms.inWaves && { inWaves: { canaries: [] } };
  return { play: { name: terms.play, batches, hosts: plays, ...waves }, hosts: read };
}

const NOTHING: HostPlay = { tasks: [], handlers: [] };

async function rollbackOf(
  run: string,
  reader: HostReader,
  terms: Terms,
): Promise<HostRollback | undefined | 'unread'> {
  const known = new Observations();
  try {
    await reader.observe([keptOf(run)], true, known);
    const answer = known.get(keptOf(run));
    if (!answer || 'error' in answer) return 'unread';
    const kept = known.known(keptOf(run));
    if (!kept) return undefined;
    const probes = firstStates(kept).map(probeOf);
    await reader.observe(known.missing(probes), true, known);
    const now = new Map(probes.map((probe) => [probe.key, known.known(probe)]));
    return rollbackOn(kept, now, terms);
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Lost || error instanceof ProbeError) return 'unread';
    throw error;
  } finally {
    await reader.close();
  }
}

/** Stands for a host that could not be asked: the run finds out why, and reports it as of any other host. */
function readAgain(run: string, { play, consent }: Terms): HostPlay {
  const definition = unread as unknown as AnyModule;
  const head = { kind: 'task', play, name: 'what the host keeps', module: definition.name } as const;
  const place = { file: '', line: 0, column: 0 };
  const rest = { become: true, consent, notify: [], ignoreErrors: false, guard: NO_GUARD };
  return { tasks: [{ ...head, place, definition, desired: { run }, ...rest }], handlers: [] };
}

const unread = defineModule({
  name: 'rollback',
  summary: 'Read what a host keeps of a run',
  example: '',
  args: z.custom<{ run: string }>(),
  observe: ({ run }) => ({ kept: keptOf(run) }),
  plan: () => ({
    changes: [],
    failure: 'What the host keeps of the run could not be read. Run the command again.',
  }),
});
