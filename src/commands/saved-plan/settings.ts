import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { ProblemError } from '../../problem.ts';
import { isInside } from '../../saved-plan/saved-plan.ts';
import { didYouMean } from '../../template/suggest.ts';
import { locatedIssues } from '../../yaml/located-issues.ts';
import { readYaml } from '../../yaml/yaml.ts';

const schema = z.strictObject({
  approvals: z.int('it is a whole number').min(0, 'it is 0 or more').default(0),
  allowed_signers: z.string('it is a path').refine(isInside, 'it is a path in the project').optional(),
});

/** What a project says of saved plans, in its `virtfleet.yaml`. */
export interface ProjectSettings {
  /** How many others have to approve a plan. */
  approvals: number;
  /** Who may: a file as ssh-keygen(1) describes it under ALLOWED SIGNERS. */
  allowedSigners: string;
}

const FILE = 'virtfleet.yaml';

/** The settings of the project in this folder. Throws ProblemError with all that is wrong in them. */
export function projectSettings(): ProjectSettings {
  const yaml = readYaml(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', FILE);
  if (yaml.problems.length > 0) throw new ProblemError(yaml.problems);
  const result = schema.safeParse(yaml.value ?? {});
  if (result.success) {
    const { approvals, allowed_signers: allowedSigners = 'allowed_signers' } = result.data;
    return { approvals, allowedSigners };
  }
  throw new ProblemError(
    locatedIssues(result.error, yaml).map(({ at, unknown, message, place }) => ({
      code: 'project-settings',
      summary: `${FILE} cannot be read`,
      detail: unknown === undefined ? `${[...at, message].join(': ')}.` : `There is no setting ${unknown}.`,
      place,
      ...(unknown !== undefined && didYouMean(unknown, Object.keys(schema.shape))),
    })),
  );
}
