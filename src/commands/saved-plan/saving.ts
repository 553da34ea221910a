import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import { type Problem, ProblemError } from '../../problem.ts';
import { readFiles } from '../../read-files.ts';
import type { Report } from '../../report/files/report.ts';
import { counted } from '../../report/fold.ts';
import { when } from '../../report/when.ts';
import type { RunRequest } from '../../run-request.ts';
import { inputsOf } from '../../saved-plan/inputs.ts';
import { PlanKey } from '../../saved-plan/plan-key.ts';
import { isHostList, isInside } from '../../saved-plan/saved-plan.ts';
import { PlanCollector } from '../../saved-plan/saving.ts';
import { projectsOf, secretsOf } from '../../saved-plan/secrets.ts';
import type { Io } from '../command.ts';
import { apply } from '../declaration/apply.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import type { Companion } from '../execution/companion.ts';
import { approveCommand } from './approvals.ts';
import { checkPlanFile, writePlan } from './plan-files.ts';
import { projectSettings } from './settings.ts';

/** How a plan is saved. */
export interface Saving {
  path: string;
  /** Milliseconds after which it may not be applied any more. */
  lasts: number;
  forceHandlers: boolean;
}

/**
 * Saves what a dry run came to. Throws UsageError and ProblemError for what cannot be saved, before a host is contacted.
 * `readFiles` must be kept from before the request was made.
 */
export function savingPlan(request: RunRequest, { path, lasts, forceHandlers }: Saving, io: Io): Companion {
  checkPlanFile(path);
  const { approvals } = projectSettings();
  const { selection, connection } = request;
  const named = {
    playbooks: selection.playbooks.map(fromHere),
    inventory: selection.inventory.map(fromHere),
  };
  const problems = [...named.playbooks, ...named.inventory].flatMap(outside);
  if (problems.length > 0) throw new ProblemError(problems);
  const salt = randomBytes(16).toString('hex');
  let key: PlanKey;
  let collector: PlanCollector;
  let projects: string[];
  return {
    listener: (event) => collector.listener(event),
    begin: async ({ plays }) => {
      key = await PlanKey.of(salt, secretsOf(plays, selection.extraVars));
      collector = new PlanCollector(key);
      projects = projectsOf(plays);
      return { review: (host) => collector.review(host) };
    },
    end: ({ record, virtfleet, commit }: Report) => {
      if (record.interrupted) return io.err(`Interrupted: no plan was saved.\n`);
      const created = Date.now();
      const expires = new Date(created + lasts).toISOString();
      const { mode: _mode, rollouts: _rollouts, ...ended } = record;
      writePlan(path, {
        plan: {
          ...{ version: 1, id: randomUUID(), virtfleet },
          author: { operator: record.operator, email: addressOf(dirname(selection.playbooks[0] ?? '.')) },
          ...{ created: new Date(created).toISOString(), expires, commit, projects, ...named },
          limit: limitOf(selection.limit, record.hosts),
          tags: [...selection.tags],
          skipTags: [...selection.skipTags],
          startAtTask: selection.startAtTask ?? null,
          ...{ become: connection.become, forceHandlers, extraVars: Object.keys(selection.extraVars) },
          ...{ salt, secrets: key.proof },
          inputs: inputsOf(readFiles.all, { project: resolve('.'), home: io.home }, key),
          ...collector.collected,
          record: { ...ended, mode: 'check' },
        },
        signatures: [],
      });
      io.err(`The plan is saved in ${path}.
`);
      if (approvals > 0)
        io.err(
          `Before it is applied, ${counted(approvals, 'other')} must approve it:
  ${approveCommand(path)}
`,
        );
      io.err(`Until ${when(expires)} it can be applied with:
`);
      const values = Object.keys(selection.extraVars).map((name) => `${name}=…`);
      io.err(`  ${typedLine(typedWords(apply, [path], { extraVars: values }))}
`);
    },
  };
}

/** What `@` stands for, a file or hosts of an earlier run, may be something else by then. */
function limitOf(limit: string | undefined, hosts: readonly string[]): string | null {
  return limit?.includes('@') ? hosts.join(',') : (limit ?? null);
}

/** A path as it is seen from the folder of the project; a list of hosts as it is. */
function fromHere(path: string): string {
  return isHostList(path) ? path : relative('.', path) || '.';
}

function outside(path: string): Problem[] {
  if (isInside(path) || isHostList(path)) return [];
  return [
    {
      code: 'outside-project',
      summary: 'A plan is saved of what is in the project only',
      detail: `${path} is not below the folder in which Virtfleet was started: another checkout would not have it.`,
      hint: 'Start Virtfleet in the folder of the project, which has its playbooks and its inventory.',
    },
  ];
}

/** The address that git has of the operator. */
function addressOf(folder: string): string | null {
  try {
    const words = ['-C', folder, 'config', 'user.email'];
    return (
      execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
    );
  } catch {
    return null;
  }
}
