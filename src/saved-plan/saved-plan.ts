import { isAbsolute, normalize } from 'node:path';
import * as z from 'zod';
import { canonicalText } from '../engine/applied/digest.ts';
import type { RunRecord } from '../report/run-record.ts';
import { taskRecordSchema } from './record-schema.ts';

const text = z.string();
/** It becomes an argument of ssh-keygen. */
const person = text.regex(/^\P{Cc}*$/u, 'it is no name');
const time = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{32,64}$/, 'it is no digest');

/** Whether a path leads to something below the folder of the project. */
export function isInside(path: string): boolean {
  return path !== '' && !isAbsolute(path) && !path.includes('\0') && !/^\.\.(\/|$)/.test(normalize(path));
}

/** Whether an inventory is a list of hosts, such as `hv01,hv02`, and no path. */
export function isHostList(source: string): boolean {
  return /^[^/]*,[^/]*$/.test(source);
}

const inside = text.refine(isInside, 'it leads out of the project');

const planSchema = z.strictObject({
  version: z.literal(1),
  /** A UUID: the hosts remember which plans were applied. */
  id: z.uuid(),
  /** The version of Virtfleet. */
  virtfleet: text,
  /** `name@machine`, and the address that git has of who made it. */
  author: z.strictObject({ operator: person, email: person.nullable() }),
  created: time,
  expires: time,
  commit: z.strictObject({ id: text, changed: z.boolean() }).nullable(),
  /** What the hosts know the project by, see `Origin`. */
  projects: z.array(text),
  playbooks: z.array(inside).min(1),
  /** Files and folders of the project, or lists of hosts. */
  inventory: z.array(
    text.refine((source) => isInside(source) || isHostList(source), 'it leads out of the project'),
  ),
  limit: text.nullable(),
  tags: z.array(text),
  skipTags: z.array(text),
  startAtTask: text.nullable(),
  become: z.boolean(),
  forceHandlers: z.boolean(),
  /** Names of the values of `-e`. */
  extraVars: z.array(text),
  /** Of the key of its digests, in hexadecimal digits. */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  /** What the key of these secret values makes of a known text: whether others are the same. */
  secrets: digest,
  /** What was read on the operator's machine. */
  inputs: z.array(z.strictObject({ name: text, kind: z.enum(['sha256', 'keyed']), digest })),
  /** The waves of each play that has several. */
  rollouts: z.array(
    z.strictObject({
      play: text,
      waves: z.array(z.strictObject({ what: text, hosts: z.array(text) })),
      terms: z.array(text).optional(),
    }),
  ),
  /**
   * What each host answered to the probes that its plan rests on: their keys, and digests of the answers. `work` is a
   * digest of what would be done there.
   */
  answers: z.array(
    z.strictObject({ host: text, probes: z.array(z.strictObject({ key: text, digest })), work: digest }),
  ),
  /** The dry run. */
  record: z.strictObject({
    run: text,
    operator: text,
    playbook: text,
    mode: z.literal('check'),
    started: time,
    ended: time,
    hosts: z.array(text),
    tasks: z.array(taskRecordSchema),
    interrupted: z.literal(false),
  }),
});

/** A file of a saved plan. What is signed is `signedBytes` of the plan. */
export const fileSchema = z.strictObject({
  plan: planSchema,
  /** Signatures of `ssh-keygen -Y sign`, each as text in its armour. */
  signatures: z.array(z.string().max(20_000)).max(100),
});

/** What would be done, as it was reviewed, and what it rests on. It holds no secret. */
export type SavedPlan = Omit<z.output<typeof planSchema>, 'record'> & { record: RunRecord };

export interface PlanFile {
  plan: SavedPlan;
  signatures: readonly string[];
}

/** The bytes that are signed: the same whenever a plan says the same. */
export function signedBytes(plan: SavedPlan): Buffer {
  return Buffer.from(canonicalText(plan));
}

/** What expires, once it has. */
export function isExpired({ expires }: Pick<SavedPlan, 'expires'>, now: number): boolean {
  return now >= Date.parse(expires);
}
