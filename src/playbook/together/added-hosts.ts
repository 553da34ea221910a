import type { AddedHost, Inventory } from '../../inventory/host.ts';
import { addHost } from '../../modules/add-host.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Findings } from '../findings.ts';
import type { TaskLeaf } from '../model.ts';
import type { Question } from '../resolve/prompts.ts';
import { type HostTree, type ResolvedPlay, resolvedIn, tasksOf } from '../resolve/resolved-play.ts';

/** The hosts that tasks of a run add to the inventory: each run has one list, which grows play by play. */
export class AddedHosts {
  readonly #names = new Set<string>();
  readonly #mayAdd: boolean;
  /** Whether an answer of `vars_prompt` that nobody has given decides which there are. */
  isOpen = false;

  /** `mayAdd` is false where no task of the run adds any. */
  constructor(mayAdd: boolean) {
    this.#mayAdd = mayAdd;
  }

  /**
   * The inventory with those that a play adds for the plays behind it. What only the run would tell is a problem; what
   * waits for an answer to one of the `open` questions is a warning.
   */
  joined(
    inventory: Inventory,
    { hosts }: ResolvedPlay,
    open: readonly Question[],
    { findings, warnings }: { findings: Findings; warnings: Findings },
  ): Inventory {
    if (!this.#mayAdd) return inventory;
    const added: AddedHost[] = [];
    for (const [host, play] of hosts) {
      for (const task of tasksOf(play)) {
        if (task.module !== addHost.name) continue;
        if (task.kind === 'pending') {
          const asked = open.find(({ name }) => task.needs.includes(name));
          this.isOpen ||= asked !== undefined;
          if (asked) warnings.add([unanswered(task.place, asked)], host);
          else findings.add([late(task.place)], host);
        }
        if (task.kind === 'task') added.push(task.desired as AddedHost);
      }
    }
    for (const { name } of added) this.#names.add(name);
    return added.length > 0 ? inventory.withHosts(added) : inventory;
  }

  /** Throws ProblemError for tasks that add hosts of which nobody knew before the run. */
  refuse(trees: readonly HostTree[]): void {
    const problems = resolvedIn(trees).flatMap((task) => {
      if (task.kind !== 'task' || task.module !== addHost.name) return [];
      return this.#names.has((task.desired as AddedHost).name) ? [] : [late(task.place)];
    });
    if (problems.length > 0) throw new ProblemError(problems);
  }

  /** Throws ProblemError where one of the tasks of a play adds hosts whose own are known only later. */
  refuseIn(tasks: readonly TaskLeaf[]): void {
    const adding = tasks.filter(
      (task) => task.kind === 'task' && task.call?.definition.name === addHost.name,
    );
    if (adding.length > 0) throw new ProblemError(adding.map(({ place }) => late(place)));
  }
}

function unanswered(place: Problem['place'], { name }: Question): Problem {
  return {
    code: 'open-host',
    summary: 'The host that is added is not known',
    detail: `It waits for \`${name}\`, which \`vars_prompt\` asks for: plays of this host are not checked.`,
    ...(place && { place }),
    hint: `To check them, answer on the command line: -e ${name}=VALUE.`,
  };
}

function late(place: Problem['place']): Problem {
  return {
    code: 'late-host',
    summary: 'A host cannot be added while the run goes on',
    detail:
      'The hosts of a run are known before any is contacted; what this task adds depends on what a task does.',
    ...(place && { place }),
    hint: 'Give the host to the inventory, or write an inventory from what tasks find and make a second run of the rest.',
  };
}
