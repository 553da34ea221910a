import { basename } from 'node:path';
import type { Host, Inventory } from '../../inventory/host.ts';
import type { LimitSets } from '../../inventory/limit.ts';
import { FACT_VARIABLES } from '../../modules/setup.ts';
import type { Problem } from '../../problem.ts';
import type { Variable } from '../../template/interpolation/variable.ts';
import { didYouMean } from '../../template/suggest.ts';
import { isController } from '../arguments/controller-paths.ts';
import { Findings, inOrder, keyOf } from '../findings.ts';
import { ControllerLookups } from '../lookups/controller-lookups.ts';
import type { Play, Playbook, TaskTree } from '../model.ts';
import { liveValues } from '../peers/live-values.ts';
import { hostsOf, NOBODY } from '../peers/play-hosts.ts';
import { type SettableNames, settableNames } from '../peers/settable-names.ts';
import { StartAt } from '../start-at.ts';
import { isChosen, type TagChoice } from '../tags.ts';
import { leavesOf, mapTree } from '../task-tree.ts';
import { AddedHosts } from '../together/added-hosts.ts';
import { coordinate } from '../together/coordinate-tasks.ts';
import { type PlayOfRun, pruning } from '../together/prune-tasks.ts';
import { sharedMacs } from '../together/shared-macs.ts';
import { withFacts } from './gather-facts.ts';
import { latePlay } from './late-play.ts';
import { type PlaySettings, wayIn } from './play-settings.ts';
import { fixed, runVariables } from './play-variables.ts';
import { Projects } from './projects.ts';
import { type Answers, type Prompted, promptedIn, unanswered } from './prompts.ts';
import { resolvePlay } from './resolve-play.ts';
import type { ResolvedPlay } from './resolved-play.ts';
import { TaskVariables } from './task-variables.ts';

export interface ResolveOptions extends TagChoice {
  inventory: Inventory;
  /** The value of `--limit`. */
  limit?: string | undefined;
  limitSets?: LimitSets | undefined;
  /** Values of `-e`, which win over all others. */
  extraVars: Readonly<Record<string, Variable>>;
  /** The environment of the controller, for lookups. */
  env?: Readonly<Record<string, string | undefined>>;
  /** The name of the first task that runs. */
  startAtTask?: string | undefined;
  /** What the run does with differences. */
  mode?: 'apply' | 'check' | 'drift';
  /** The first that has a name wins, the last has the shipped ones; before them comes `templates` beside the playbook. */
  templateFolders: readonly string[];
  /** Whether plays gather facts unless they say otherwise: `gathering` of ansible.cfg. */
  gathers?: boolean | undefined;
  /** `-b`: become root unless a play or task says otherwise. */
  become?: boolean;
  /** What was typed for `vars_prompt`. */
  answers?: Answers;
  /** Whether what nobody has answered may stay open: no host will be contacted. */
  leavesOpen?: boolean;
}

export interface ResolvedPlays {
  plays: ResolvedPlay[];
  /** With the hosts that tasks add. */
  inventory: Inventory;
  problems: Problem[];
  warnings: Problem[];
  /** Warnings of conditions that waited for what a host answers; complete once the run has ended. */
  lateWarnings(): Problem[];
}

/**
 * Decides, for every host, everything that can be decided before it is contacted. What is wrong is collected over
 * all plays, tasks and hosts; never throws for what a user wrote.
 */
export function resolvePlays(playbooks: readonly Playbook[], options: ResolveOptions): ResolvedPlays {
  const work = resolvingPlays(playbooks, options);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same in turns: with many hosts and tasks it takes a while, in which others may have something to do. */
export function* resolvingPlays(
  playbooks: readonly Playbook[],
  options: ResolveOptions,
): Generator<void, ResolvedPlays> {
  const [findings, warnings] = [new Findings(), new Findings()];
  const doubts: Findings[] = [];
  const taskVariables = new Map<string, TaskVariables>();
  const settable = settableNames(playbooks);
  // It is one object, so that hosts in their first play are alike.
  const nothing = new TaskVariables();
  nothing.doubt(settable.delegated);
  /** Names that tasks ask of other hosts. */
  const asked = new Set<string>();
  /** Whether hosts may have joined groups, and which. */
  let regroups = false;
  const joining = new Set<Host>();
  const projects = new Projects(options.templateFolders);
  const addedHosts = new AddedHosts(settable.addsHosts);
  const start = new StartAt(options.startAtTask);
  let { inventory } = options;
  const plays: PlayOfRun[] = [];
  const every = playbooks.flatMap((playbook) => playbook.plays);
  for (const [index, play] of every.entries()) {
    // As in Ansible, which goes on to the next play; of the last one it would mean that nothing is done.
    const unmatched = index < every.length - 1 || addedHosts.isOpen ? warnings : findings;
    const prompted = findings.try(() => promptedIn(play, options, options.answers)) ?? UNPROMPTED;
    if (!options.leavesOpen) findings.add(prompted.open.map(unanswered));
    const variables = { ...play.vars, ...prompted.variables, ...options.extraVars };
    const choice = { ...options, inventory, variables };
    const { hosts, all, isOpen } =
      findings.try(() => hostsOf(play, choice, joining, { findings, warnings, unmatched })) ?? NOBODY;
    const tasks = chosenTasks(play, options, start);
    if (!regroups) regroups = groupsHosts(tasks);
    if (regroups) for (const host of hosts) joining.add(host);
    if (hosts.length === 0 || !start.isFound) continue;
    const settings = settingsOf({ play, tasks, prompted }, choice, {
      ...projects.at(play.folder),
      ...{ settable, regroups, addedHosts },
      waits: (name) => asked.add(name),
    });
    const resolved = isOpen
      ? findings.try(() => latePlay(hosts, settings, { taskVariables, nothing }, choice))
      : yield* resolvePlay(hosts, settings, taskVariables, { findings, warnings, doubts, nothing });
    if (!resolved) continue;
    inventory = addedHosts.joined(inventory, resolved, prompted.open, { findings, warnings });
    const leftOut = leftOutOf([hosts.length, all], [leavesOf(tasks).length, leavesOf(play.tasks).length]);
    plays.push({
      ...{ ...resolved, playbook: play.file, ...wayIn(settings) },
      ...(leftOut !== undefined && { leftOut }),
    });
  }
  findings.add(start.problems());
  const problems = findings.list();
  if (plays.length === 0 && problems.length === 0 && playbooks.some((one) => one.plays.length > 0))
    problems.push(NO_HOSTS);
  warnings.add([...unknownTags(playbooks, options), ...start.warnings()]);
  warnings.add(sharedMacs(plays));
  return {
    inventory,
    plays: pruning(
      coordinate(FACT_VARIABLES.some((name) => asked.has(name)) ? withFacts(plays) : plays),
      warnings,
    ),
    problems: inOrder(problems),
    warnings: inOrder(warnings.list()),
    lateWarnings: laterOf(warnings, doubts),
  };
}

/** The tasks that tags choose, from the one on that the run begins with. */
function chosenTasks({ tasks }: Play, tags: TagChoice, start: StartAt): TaskTree[] {
  return mapTree(tasks, (task) =>
    (task.kind === 'meta' || isChosen(task.tags, tags)) && start.takes(task) ? [task] : [],
  );
}

/** What is doubtful now and was not when this is called. */
function laterOf(warnings: Findings, doubts: readonly Findings[]): () => Problem[] {
  const before = new Set(warnings.list().map(keyOf));
  return () =>
    inOrder(doubts.flatMap((each) => each.list()).filter((problem) => !before.has(keyOf(problem))));
}

/** What `--limit` and tags leave out of a play. */
function leftOutOf(
  [hosts, allHosts]: [number, number],
  [tasks, allTasks]: [number, number],
): string | undefined {
  if (hosts < allHosts) return `--limit leaves out hosts of the play: ${allHosts - hosts} of ${allHosts}`;
  if (tasks < allTasks)
    return `tags or --start-at-task leave out tasks of the play: ${allTasks - tasks} of ${allTasks}`;
  return undefined;
}

interface RunParts extends ReturnType<Projects['at']> {
  settable: SettableNames;
  regroups: boolean;
  addedHosts: AddedHosts;
  /** Told of the names that tasks ask of other hosts. */
  waits(name: string): void;
}

function settingsOf(
  { prompted, ...own }: Pick<PlaySettings, 'play' | 'tasks'> & { prompted: Prompted },
  options: ResolveOptions,
  { settable, regroups, addedHosts, waits, project, varsFiles }: RunParts,
): PlaySettings {
  const { play } = own;
  const { inventory, extraVars, env = {} } = options;
  const ofRun = runVariables(play, options);
  const live = liveValues({
    ...{ inventory, ofRun, settable, regroups, extraVars, waits },
    lookups: (scope) => new ControllerLookups({ project, scope, env }),
  });
  return {
    ...own,
    prompted: prompted.variables,
    ...{ choice: options, addedHosts, project, varsFiles, extraVars, env },
    isHost: (name: string) => inventory.hosts.has(name) || isController(name),
    ofRun: { ...ofRun, hostvars: fixed(live.hostvars) },
    live: live.of,
    later: [...(regroups ? ['groups', 'group_names'] : []), ...prompted.open.map(({ name }) => name)],
    become: options.become ?? false,
    gathers: options.gathers ?? true,
    playbook: basename(play.file),
  };
}

/** Whether a task puts hosts into groups. */
function groupsHosts(tasks: readonly TaskTree[]): boolean {
  return leavesOf(tasks).some((task) => task.kind === 'task' && task.call?.definition.joins !== undefined);
}

const UNPROMPTED: Prompted = { variables: {}, open: [] };

const NO_HOSTS: Problem = {
  code: 'no-hosts',
  summary: 'No play has any hosts',
  hint: 'Compare the patterns of the plays, and --limit, with virtfleet inventory --graph.',
};

/** A tag that no task has chooses nothing, which is hardly meant. */
function unknownTags(playbooks: readonly Playbook[], { tags, skipTags }: TagChoice): Problem[] {
  const tasks = playbooks.flatMap(({ plays }) => plays).flatMap((play) => leavesOf(play.tasks));
  const known = new Set(tasks.flatMap((task) => task.tags));
  const special = ['all', 'tagged', 'untagged', 'always', 'never'];
  return [...tags, ...skipTags]
    .filter((tag) => !known.has(tag) && !special.includes(tag))
    .map((tag) => ({
      code: 'unknown-tag',
      summary: 'A tag is not known',
      detail: `No task has the tag \`${tag}\`.`,
      hint: known.size > 0 ? `There are ${[...known].toSorted().join(', ')}.` : 'No task has any tag.',
      ...didYouMean(tag, known),
    }));
}
