import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { SHARD } from '../../controllers/job.ts';
import { duration } from '../../duration.ts';
import { JOB_KINDS } from '../../history/controller-tables.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { type Blackout, blackoutFault, isBlackoutTime, isTimeZone } from '../../schedule/blackout.ts';
import { cronFault, everyCron } from '../../schedule/cron.ts';
import { didYouMean } from '../../template/suggest.ts';
import { type LocatedIssue, locatedIssues } from '../../yaml/located-issues.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import { CHECK_OPTIONS, REPORTS } from './check-options.ts';

const text = z
  .string({
    error: ({ input }) =>
      input === undefined ? 'it is missing' : `it is a text in quotes, and not ${JSON.stringify(input)}`,
  })
  .min(1, 'it is empty');
/** What is written of a time: a number alone has no unit. */
const withUnit = (such: string) =>
  z.string({
    error: ({ input }) => `it is a time with a unit such as ${such}, and not ${JSON.stringify(input)}`,
  });
const time = withUnit('90s, 5m or 3h').transform((written, context) => {
  const found = duration(written);
  if (found === undefined)
    context.addIssue({ code: 'custom', message: 'it is a time such as 90s, 5m, 3h, 8d or 2w' });
  return found ?? z.NEVER;
});
const timezone = text.refine(isTimeZone, 'there is no such time zone; one is Europe/Berlin').optional();

const DAY = 86_400_000;
/** How long a check may take. */
const LONGEST = 7 * DAY;

const check = z
  .strictObject({
    playbook: z.union([text, z.array(text).min(1)], 'it is missing, or neither a path nor a list of paths'),
    every: withUnit('15m, 6h or 1d')
      .refine(
        (every) => everyCron(every) !== undefined,
        'it is none of 15m, 6h, 1d, 1w and the like; see cron',
      )
      .optional(),
    cron: text
      .superRefine((cron, context) => {
        const message = cronFault(cron);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      })
      .optional(),
    timezone,
    jitter: time.refine((one) => one <= DAY, 'it is at most 1d').default(0),
    'max-age': time.optional(),
    'max-duration': time.refine((one) => one <= LONGEST, 'it is at most 7d').default(3_600_000),
    reports: REPORTS.default({}),
    // For workers only.
    command: z.enum(JOB_KINDS, `it is none of ${JOB_KINDS.join(', ')}`).default('drift'),
    shard: z.int('it is a number of hosts').min(1, 'it is at least 1').default(SHARD),
    'catch-up': z.boolean('it is true or false').default(true),
    'pause-after': z.int('it is a number of failures').min(1, 'it is at least 1').optional(),
    // Whatever they are: each reads itself.
    ...(CHECK_OPTIONS as Record<never, never>),
  })
  .transform(({ playbook, every, cron, timezone, jitter, reports, ...rest }, context) => {
    const { 'max-age': maxAge, 'max-duration': maxDuration, command: kind, shard, ...more } = rest;
    const { 'catch-up': catchesUp, 'pause-after': pauseAfter, ...options } = more;
    if ((every === undefined) === (cron === undefined))
      context.addIssue({ code: 'custom', path: ['every'], message: 'a check has either every or cron' });
    const fields = every === undefined ? cron : everyCron(every);
    return {
      ...{ playbooks: [playbook].flat(), cron: fields ?? '', timezone, jitter, maxAge, maxDuration, reports },
      /** As workers do it. */
      job: { kind, shard, catchesUp, pauseAfter },
      /** Those of `drift`, by their keys. */
      options: options as Readonly<Record<string, unknown>>,
    };
  });

const moment = text.refine(isBlackoutTime, {
  error: ({ input }) => `${input} is none of 22:00, Sat 22:00 and 2026-12-24 22:00`,
  abort: true,
});

const blackout = z
  .strictObject({ hosts: text, from: moment, to: moment, timezone, reason: text })
  .superRefine((one, context) => {
    const message = blackoutFault(one);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['from'], message });
  });

/** Units, jobs and files are named by it: Kubernetes takes no other letters, and 52 of them with ours. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;
const NAMES = 'a name has a to z, 0 to 9 and - inside, at most 40 characters';
const named = z.record(z.string().regex(NAME, NAMES), check, 'it is a map of checks by their names');

const file = z.strictObject({
  project: text
    .refine((name) => !/\p{Cc}/u.test(name), 'it is one line without control characters')
    .optional(),
  history: text.optional(),
  checks: named,
  regions: z
    .record(z.string().regex(NAME, NAMES), text, 'it is a map of host patterns by regions')
    .default({}),
  blackouts: z.array(blackout, 'it is a list of blackouts').default([]),
});

/** A check as schedule.yaml has it. */
export type WrittenCheck = z.output<typeof check>;

/** schedule.yaml. */
export interface Schedule {
  /** Its folder, as it is seen from where Virtfleet runs. */
  folder: string;
  /** What its checks are kept under in the history, beside their name. */
  project: string;
  /** Whether the file says so: another machine calls it the same then. */
  isNamed: boolean;
  /** Patterns of hosts by the names of regions. */
  regions: ReadonlyMap<string, string>;
  history: string | undefined;
  checks: ReadonlyMap<string, WrittenCheck>;
  blackouts: readonly Blackout[];
}

/** Reads schedule.yaml. Throws ProblemError with all that is wrong in it. */
export function readSchedule(path: string): Schedule {
  if (!existsSync(path)) throw new ProblemError([{ ...MISSING, detail: `There is no ${path}.` }]);
  const yaml = readYaml(readFileSync(path, 'utf8'), path);
  if (yaml.problems.length > 0) throw new ProblemError(yaml.problems);
  const result = file.safeParse(yaml.value ?? {});
  if (!result.success) throw new ProblemError(problemsOf(result.error, yaml));
  const { project, history, checks, regions, blackouts } = result.data;
  const folder = dirname(path);
  return {
    folder,
    project: project ?? realpathSync(folder),
    isNamed: project !== undefined,
    regions: new Map(Object.entries(regions)),
    history,
    checks: new Map(Object.entries(checks)),
    blackouts: blackouts.map((one, index) => ({ ...one, place: yaml.placeOf(['blackouts', index]) })),
  };
}

type At = LocatedIssue['at'];

function problemsOf(error: z.ZodError, yaml: YamlFile): Problem[] {
  const problems = locatedIssues(error, yaml).map(
    ({ at, unknown, message, place }): Problem =>
      unknown === undefined
        ? { ...WRONG, detail: detailOf(at, message), place }
        : {
            ...WRONG,
            detail: detailOf(at, `there is no ${unknown}`),
            place,
            ...didYouMean(unknown, knownAt(at)),
          },
  );
  const order = ({ place }: Problem) => (place ? place.line * 10_000 + place.column : 0);
  return problems.toSorted((a, b) => order(a) - order(b));
}

function detailOf(at: At, message: string): string {
  return `${at.length > 0 ? `${at.join('.')}: ` : ''}${message.replace(/\.?$/, '.')}`;
}

function knownAt([first, , third]: At): string[] {
  if (first === 'blackouts') return Object.keys(blackout.shape);
  if (first === 'checks') return Object.keys(third === 'reports' ? REPORTS.shape : check.in.shape);
  return Object.keys(file.shape);
}

const WRONG = { code: 'schedule', summary: 'schedule.yaml cannot be read' };
const MISSING = {
  code: 'no-schedule',
  summary: 'Nothing is scheduled here',
  hint: 'docs/schedule.md shows how a schedule.yaml is written; --schedule names another file.',
};
