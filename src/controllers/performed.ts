import * as z from 'zod';
import { JOB_KINDS } from '../history/controller-tables.ts';

/** What a worker tells the process that does a job: a line of JSON on its stdin. The line has no secret. */
export const GIVEN = z.strictObject({
  /** Path of schedule.yaml, and the name of the check in it. */
  file: z.string(),
  name: z.string(),
  kind: z.enum(JOB_KINDS),
  hosts: z.array(z.string()),
  /** As `--history` is written. */
  history: z.string(),
});
export type Given = z.output<typeof GIVEN>;

/** What that process answers, as JSON on its stdout. */
export const PERFORMED = z.strictObject({
  exitCode: z.int(),
  /** How each host ended. */
  hosts: z.record(z.string(), z.string()),
  /** What could not be done besides, such as to notify somebody. */
  complaint: z.string().optional(),
});
export type Performed = z.output<typeof PERFORMED>;
