import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { appliedBefore } from '../../history/questions/applied-before.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { readFiles } from '../../read-files.ts';
import { when } from '../../report/when.ts';
import type { RunRequest } from '../../run-request.ts';
import { PlanHolder } from '../../saved-plan/holding.ts';
import { inputsOf, movedInputs } from '../../saved-plan/inputs.ts';
import { PlanKey } from '../../saved-plan/plan-key.ts';
import { isExpired, type PlanFile, type SavedPlan } from '../../saved-plan/saved-plan.ts';
import { projectsOf, secretsOf } from '../../saved-plan/secrets.ts';
import type { Io } from '../command.ts';
import { typedLine } from '../declaration/typed.ts';
import type { Companion } from '../execution/companion.ts';
import { showWords } from '../execution/next-steps.ts';
import { historyOf } from '../execution/recording.ts';
import { approvalsOf } from './approvals.ts';
import { projectSettings } from './settings.ts';

/** What is in the way of a plan by what its file says. */
export function plainProblems(path: string, file: PlanFile, { version }: Io): Problem[] {
  const { plan } = file;
  return [
    ...(isExpired(plan, Date.now()) ? [expired(plan)] : []),
    ...(series(plan.virtfleet) === series(version) ? [] : [otherVersion(plan, version)]),
    ...approvalsOf(path, file, projectSettings()).problems,
  ];
}

/**
 * Holds a run to a plan. `readFiles` must be kept from before the request was made; `history` is as `--history` has it.
 * Throws ProblemError where the values of `-e` are others than those of the plan.
 */
export function applyingPlan(
  plan: SavedPlan,
  request: RunRequest,
  history: string | undefined,
  io: Io,
): Companion {
  const place = historyOf(history, io);
  const names = namesProblems(plan, Object.keys(request.selection.extraVars));
  if (names.length > 0) throw new ProblemError(names);
  return {
    listener: () => {},
    begin: async ({ plays, hosts }) => {
      const key = await PlanKey.of(plan.salt, secretsOf(plays, request.selection.extraVars));
      const isSame = key.proof === plan.secrets;
      const comparable = ({ kind }: SavedPlan['inputs'][number]) => isSame || kind === 'sha256';
      const now = inputsOf(readFiles.all, { project: resolve('.'), home: io.home }, key);
      const before = await appliedBefore(place, plan.id);
      const problems = [
        ...(before === undefined ? [] : [applied(before, history)]),
        ...movedInputs(plan.inputs.filter(comparable), now.filter(comparable), key, read),
        ...(isSame ? [] : [SECRETS]),
        ...sameProjects(plan, projectsOf(plays)),
        ...sameHosts(
          plan,
          hosts.map(({ name }) => name),
        ),
      ];
      if (problems.length > 0) throw new ProblemError(problems);
      const holder = new PlanHolder(plan, key);
      const { id: savedPlan, rollouts } = plan;
      return { review: (host) => holder.review(host), savedPlan, rollouts };
    },
    end: () => {},
  };
}

function namesProblems({ extraVars }: SavedPlan, given: readonly string[]): Problem[] {
  const missing = extraVars.filter((name) => !given.includes(name));
  const more = given.filter((name) => !extraVars.includes(name));
  const values = (names: readonly string[]) => names.map((name) => `-e ${name}`).join(', ');
  return [
    ...(missing.length > 0
      ? [{ ...VALUES, detail: `The plan was made with ${values(missing)}, and does not have the values.` }]
      : []),
    ...(more.length > 0 ? [{ ...VALUES, detail: `The plan was made without ${values(more)}.` }] : []),
  ];
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Patches keep to what a plan means. */
function series(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function sameHosts({ record }: SavedPlan, now: readonly string[]): Problem[] {
  const isSame = record.hosts.length === now.length && record.hosts.every((host) => now.includes(host));
  return isSame
    ? []
    : [{ ...MOVED, detail: `It is of ${record.hosts.join(', ')}; these are ${now.join(', ')}.` }];
}

function sameProjects({ projects }: SavedPlan, now: readonly string[]): Problem[] {
  const isSame = projects.length === now.length && projects.every((name) => now.includes(name));
  return isSame
    ? []
    : [
        {
          ...PROJECT,
          detail: `It was made for the project ${projects.join(', ')}; this one is ${now.join(', ')}.`,
        },
      ];
}

function expired({ expires }: SavedPlan): Problem {
  return {
    code: 'expired-plan',
    summary: 'The plan has expired',
    detail: `It could be applied until ${when(expires)}.`,
    hint: 'Save a new plan.',
  };
}

function otherVersion({ virtfleet }: SavedPlan, version: string): Problem {
  return {
    code: 'other-version',
    summary: 'Another version of Virtfleet made the plan',
    detail: `It was version ${virtfleet}, this one is ${version}: what it would do may be something else.`,
    hint: 'Apply it with that version, or save a new plan.',
  };
}

function applied({ run, started }: { run: number; started: string }, history: string | undefined): Problem {
  return {
    code: 'applied-plan',
    summary: 'A saved plan is applied once',
    detail: `This one was, at ${when(started)}.`,
    hint: 'See what came of it, and save a new plan of what is left.',
    command: typedLine(showWords(run, history)),
  };
}

const MOVED = {
  code: 'other-hosts',
  summary: 'The plan is of other hosts',
  hint: 'Save a new plan.',
};

/** Hosts remember by that name what a project wrote into networks, and may take away again. */
const PROJECT = {
  code: 'other-project',
  summary: 'The project has another name than the plan was made with',
  hint: 'A project is called as its folder, or what the variable virtfleet_project says: set that, or rename the folder.',
};

const VALUES = {
  code: 'other-extra-vars',
  summary: 'The values of -e are not those of the plan',
  hint: 'Give each again as it was given then.',
};

const SECRETS: Problem = {
  code: 'moved-secret',
  summary: 'Secret values are not those that the plan was made with',
  detail:
    'They are what is vaulted, what was typed at prompts, the values of -e, and what tasks with no_log are given.',
  hint: 'Give the same again, or save a new plan.',
};
