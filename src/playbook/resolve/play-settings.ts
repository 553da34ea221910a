import type { Variables } from '../../inventory/host.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { type Way, wayOf } from '../../inventory/way.ts';
import { ProblemError } from '../../problem.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import { createScope } from '../../template/interpolation/scope.ts';
import type { Play, TaskTree } from '../model.ts';
import type { Peers } from '../peers/peers.ts';
import type { HostChoice } from '../peers/play-hosts.ts';
import type { Project } from '../project.ts';
import type { TagChoice } from '../tags.ts';
import type { AddedHosts } from '../together/added-hosts.ts';
import { flagOf } from './evaluate.ts';
import type { ResolvedPlay } from './resolved-play.ts';
import type { VarsFiles } from './vars-files.ts';

/** What is the same for all hosts of a play. */
export interface PlaySettings {
  play: Play;
  /** The tasks that tags leave. */
  tasks: readonly TaskTree[];
  choice: TagChoice & Pick<HostChoice, 'inventory'>;
  project: Project;
  varsFiles: VarsFiles;
  prompted: Variables;
  extraVars: Variables;
  /** What the run says to expressions. */
  ofRun: Variables;
  /** The environment of the controller. */
  env: Readonly<Record<string, string | undefined>>;
  /** Whether a task may be delegated to a host of this name. */
  isHost(name: string): boolean;
  /** The values of those of the names that tell a host of others; there are none without `peers`. */
  live(
    reader: { host: string; ofRun: Variables },
    names: readonly string[],
    peers: Peers | undefined,
  ): Readonly<Record<string, unknown>>;
  /** Names of the run that are known only while it goes on. */
  later: readonly string[];
  /** The hosts that tasks of the run add. */
  addedHosts: AddedHosts;
  /** Whether facts are gathered where the play does not say. */
  gathers: boolean;
  /** `-b` */
  become: boolean;
  /** Its file name. */
  playbook: string;
}

/** How the hosts of a play follow each other, and what ends that. Throws ProblemError. */
export function rolloutOf(
  settings: PlaySettings,
): Pick<ResolvedPlay, 'inWaves' | 'budget' | 'gates' | 'isLinear' | 'rollsBack' | 'terms'> {
  const { play, extraVars } = settings;
  const { isAllAtOnce, budget, gates, verify } = play.rollout;
  const isFatal = flagOf(play.settings.anyErrorsFatal, createScope(extraVars));
  const most = isFatal ? { ...budget, percentage: 0 } : budget;
  return {
    ...(play.serial.length === 0 && !isAllAtOnce && { inWaves: { canaries: canariesOf(settings) } }),
    ...(Object.keys(most).length > 0 && { budget: most }),
    ...(play.rollout.isLinear && { isLinear: true as const }),
    ...(play.rollout.terms.length > 0 && { terms: play.rollout.terms }),
    ...(play.rollout.rollsBack && { rollsBack: true as const }),
    ...(Object.keys(gates).length + verify.length > 0 && { gates }),
  };
}

function canariesOf({ play, prompted, extraVars, choice }: PlaySettings): string[] {
  const { canary } = play.rollout;
  if (!canary) return [];
  const named = createScope({ ...play.vars, ...prompted, ...extraVars }).evaluate(canary.value);
  const pattern = Array.isArray(named) ? named.map(String) : String(named);
  const { hosts, problems } = selectHosts(choice.inventory, pattern, { place: canary.place });
  if (problems.length > 0) throw new ProblemError(problems);
  return hosts.map(({ name }) => name);
}

/** How a play reaches its hosts, where it says something of that. */
export function wayIn(settings: PlaySettings): { way?: Way } {
  const { play, prompted } = settings;
  const { name, place, vars, connection: keywords } = play;
  const variables = { ...vars, ...prompted, ...filesOf(settings) };
  const way = wayOf({ play: name, place, keywords, variables });
  return way ? { way } : {};
}

/** Those of `vars_files`, unless the variables of hosts name them: what is wrong with them is said where hosts use them. */
function filesOf({ play, prompted, extraVars, varsFiles }: PlaySettings): Variables {
  try {
    return varsFiles.variablesOf(play, createScope({ ...play.vars, ...prompted, ...extraVars }));
  } catch (error) {
    if (error instanceof ProblemError || error instanceof PendingError) return {};
    throw error;
  }
}
