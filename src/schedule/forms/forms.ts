import type { FormFile, Machine, PlannedCheck } from '../planned-check.ts';
import { cronFile, cronLine, cronPath } from './cron-line.ts';
import { githubWorkflow, workflowPath } from './github.ts';
import { gitlabJob } from './gitlab.ts';
import { kubernetesCronJob } from './kubernetes.ts';
import { dynamicUserFault, systemdUnits, unitPaths } from './systemd.ts';

/** Something that starts checks. */
interface Form {
  files(check: PlannedCheck, machine: Machine, folders: Folders): FormFile[];
  /** The same to be installed, where that is another file. */
  installed?(check: PlannedCheck, machine: Machine): FormFile[];
  /** Where it is installed; nowhere for what is only printed. */
  paths(check: Pick<PlannedCheck, 'name'>, folders: Folders): readonly string[];
  /** Why it cannot start a check, and what to do; undefined when it can. */
  fault(check: PlannedCheck, machine: Machine): string | undefined;
}

/** Where units lie. */
export interface Folders {
  units: string;
}

const NO_ENVIRONMENT =
  'it would have to hold the secret of notify in clear: write it into a file, and name @FILE.';

export const FORM_OF = {
  systemd: {
    files: (check, machine, { units }) => systemdUnits(check, machine, units),
    paths: (check, { units }) => unitPaths(check, units),
    fault: (check, machine) => {
      if (check.variables.length > 0) return NO_ENVIRONMENT;
      if (machine.isUser || machine.runAs !== undefined) return undefined;
      const why = dynamicUserFault(check, machine);
      return (
        why &&
        `a user that systemd makes for the check would not do, since ${why}: add --run-as USER, or --user.`
      );
    },
  },
  cron: {
    files: (check, machine) => [cronLine(check, machine)],
    installed: (check, machine) => [cronFile(check, machine)],
    paths: (check) => [cronPath(check)],
    fault: ({ variables, timezone }) => {
      if (variables.length > 0) return NO_ENVIRONMENT;
      return timezone && 'most crons know no time zones: leave timezone out, or use systemd.';
    },
  },
  github: {
    files: (check, machine) => [githubWorkflow(check, machine)],
    paths: (check) => [workflowPath(check)],
    fault: ({ timezone }) =>
      timezone && timezone !== 'UTC' ? 'its clock is UTC: leave timezone out, or write UTC.' : undefined,
  },
  gitlab: { files: (check, machine) => [gitlabJob(check, machine)], paths: () => [], fault: () => undefined },
  kubernetes: {
    files: (check, machine) => [kubernetesCronJob(check, machine)],
    paths: () => [],
    fault: (_, { image }) =>
      image === undefined ? 'add --image IMAGE, with the project as its working directory.' : undefined,
  },
} as const satisfies Readonly<Record<string, Form>>;
