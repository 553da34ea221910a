import type { Host, Variables } from '../../inventory/host.ts';
import type { Problem } from '../../problem.ts';
import { Findings } from '../findings.ts';
import { batches, ordered } from '../peers/batches.ts';
import { AlikeHosts, type Came } from './alike-hosts.ts';
import { type PlaySettings, rolloutOf } from './play-settings.ts';
import { batchVariables } from './play-variables.ts';
import { resolveHost } from './resolve-host.ts';
import type { HostPlay, ResolvedPlay } from './resolved-play.ts';
import type { TaskVariables } from './task-variables.ts';

/** What takes what is found: over all plays what is wrong and what is doubtful, and the latter of each play. */
interface Takes {
  findings: Findings;
  warnings: Findings;
  doubts: Findings[];
}

/** A batch, and what the run says to its hosts. */
interface Batch {
  hosts: readonly string[];
  ofRun: Variables;
}

/**
 * A play for its hosts, of which each is a turn. `taskVariables` is what earlier plays set, `nothing` what a host in its
 * first play has; what this one sets is added.
 */
export function* resolvePlay(
  hosts: readonly Host[],
  settings: PlaySettings,
  taskVariables: Map<string, TaskVariables>,
  { findings, warnings, doubts, nothing }: Takes & { nothing: TaskVariables },
): Generator<void, ResolvedPlay> {
  const [own, doubtful] = [new Findings(), new Findings()];
  const { name, serial, rollout } = settings.play;
  const names = ordered(
    hosts.map((host) => host.name),
    rollout.order,
  );
  const parts = batches(names, serial);
  const batchOf = new Map(
    parts.flatMap((part) => {
      const batch = { hosts: part, ofRun: batchVariables(names, part) };
      return part.map((host) => [host, batch] as const);
    }),
  );
  const alike = new AlikeHosts();
  const resolved = new Map<string, HostPlay>();
  for (const host of hosts) {
    yield;
    const before = taskVariables.get(host.name) ?? nothing;
    const came = resolveAlike(host, before, batchOf.get(host.name) as Batch, { settings, alike, doubtful });
    taskVariables.set(host.name, came.after);
    own.add(came.problems, host.name);
    doubtful.add(came.warnings, host.name);
    resolved.set(host.name, came.play);
  }
  const all = new Set(names);
  findings.add(own.list(all));
  warnings.add(doubtful.list(all));
  doubts.push(doubtful);
  const play = { name, batches: parts, hosts: resolved };
  return { ...play, ...findings.try(() => rolloutOf(settings)) };
}

/** A play for one host, or what it came to for another that is like it. */
function resolveAlike(
  host: Host,
  before: TaskVariables,
  { hosts: batch, ofRun }: Batch,
  { settings, alike, doubtful }: { settings: PlaySettings; alike: AlikeHosts; doubtful: Findings },
): Came {
  const basis = { host, before, ofRun, isAlone: batch.length === 1 };
  const known = alike.find(basis);
  if (known) return known;
  const [findings, reads, after] = [new Findings(), new Set<string>(), before.copy()];
  const warnings: Problem[] = [];
  const turn = {
    ofRun,
    batch,
    findings,
    reads,
    warn: (problem: Problem) => {
      warnings.push(problem);
      doubtful.add([problem], host.name);
    },
  };
  const play = resolveHost(host, settings, after, turn);
  const came = { play, after, problems: findings.list(), warnings };
  alike.keep(basis, came, reads);
  return came;
}
