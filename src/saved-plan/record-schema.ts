import * as z from 'zod';
import { CAUSES, COPIES, DISRUPTIONS } from '../plan/change.ts';
import { STATUSES } from '../plan/outcome.ts';

const text = z.string();
const yes = z.literal(true).optional();

const impact = z.strictObject({
  disruption: z.enum(DISRUPTIONS),
  guests: z.array(z.strictObject({ guest: text, interface: text.optional(), mac: text })).optional(),
  note: text.optional(),
});

const change = z.strictObject({
  action: z.enum(['create', 'update', 'delete', 'start', 'stop', 'restart', 'move', 'run']),
  proof: z.enum(['observed', 'opaque']),
  what: text,
  subject: text.optional(),
  before: text.nullable(),
  after: text.nullable(),
  copies: z.array(z.enum(COPIES)).optional(),
  cause: z.enum(CAUSES).optional(),
  impact,
  diff: z.strictObject({ label: text, before: text, after: text }).optional(),
  steps: z.array(text),
});

/** A `TaskRecord` of a dry run as a file has it. */
export const taskRecordSchema = z.strictObject({
  host: text,
  play: text,
  task: text,
  module: text,
  resource: text.optional(),
  place: z.strictObject({ file: text, line: z.number(), column: z.number() }).optional(),
  status: z.enum(STATUSES),
  message: text.optional(),
  warnings: z.array(text).optional(),
  started: z.iso.datetime().optional(),
  ended: z.iso.datetime(),
  changes: z.array(change),
  ignored: yes,
  rescued: yes,
  unverified: yes,
});
