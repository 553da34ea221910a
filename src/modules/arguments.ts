import * as z from 'zod';
import { modeAfter, SYMBOLIC } from '../host/owned-path.ts';
import type { Plan } from '../plan/plan.ts';
import { patternOf } from '../template/expression/values/regex.ts';
import { ValueFault } from '../template/expression/values/value.ts';

/** Arguments that several modules have in common. */

/** A path as it was written; a slash at its end may mean something. */
export const writtenPath = z
  .string()
  .regex(/^\/[^\0\n]*$/, 'an absolute path')
  .refine(
    (value) => !value.split('/').some((part) => part === '.' || part === '..'),
    'a path without . or ..',
  );

/** One path has one spelling, so that two tasks that mean the same file see each other's predictions. */
export function plainPath(value: string): string {
  return value.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}

export const path = writtenPath.transform(plainPath);

/** A text, or its lines. */
export const lines = z.union([z.string(), z.array(z.string()).transform((list) => list.join('\n'))]);

/** What a file can hold: half a character, as the escapes of YAML can write it, has no bytes. */
export const fileText = z.string().regex(/^\P{Surrogate}*$/u, 'a text without half characters');

/** Digits in a text are octal; YAML reads 0644 as that number already, as for Ansible. */
export const mode = z
  .union(
    [
      z.string().regex(/^(0o)?[0-7]{3,4}$/, 'octal digits, such as 0644'),
      z.string().regex(SYMBOLIC),
      z.int().refine(isMeantAsMode, 'octal digits with a zero in front, such as 0644'),
    ],
    { error: 'octal digits, such as 0644' },
  )
  .transform((written) => (typeof written === 'number' ? written.toString(8) : written.replace('0o', '')))
  .transform((written) => (isWhole(written) ? modeAfter(written, '0000') : written))
  .transform((written) => (/^\d/.test(written) ? written.padStart(4, '0') : written));

/** Whether clauses of chmod(1) say all of a mode, whatever it was. */
function isWhole(written: string): boolean {
  const clauses = written.split(',').map((one) => /^([ugoa]+)=[rwx]*$/.exec(one)?.[1]);
  const named = clauses.join('');
  return (
    !clauses.includes(undefined) && (named.includes('a') || [...'ugo'].every((part) => named.includes(part)))
  );
}

/**
 * Whether a number is a mode that somebody gives. One that was meant as its decimal digits is not: 644 is mode 1204,
 * which lets others do what the owner may not.
 */
function isMeantAsMode(number: number): boolean {
  if (number < 0 || number > 0o7777) return false;
  const [owner, group, others] = [6, 3, 0].map((bits) => (number >> bits) & 7) as [number, number, number];
  return isReadIfWritten(owner) && [group, others].every((rights) => isBelow(rights, owner));
}

/** Whoever reads executes as the owner does. */
function isBelow(rights: number, owner: number): boolean {
  const isExecutedAlike = (rights & 4) === 0 || (rights & 1) === (owner & 1);
  return (rights & ~owner) === 0 && isReadIfWritten(rights) && isExecutedAlike;
}

function isReadIfWritten(rights: number): boolean {
  return (rights & 2) === 0 || (rights & 4) !== 0;
}

/** Names only: a number is never what stat(1) prints of an owner that has a name. */
export const owner = z
  .string({ error: 'the name of a user or group, not its number' })
  .regex(/^[a-z_][a-z0-9_.-]*\$?$/i, 'the name of a user or group, not its number');

/** The number of a user or group. */
export const accountNumber = z
  .int()
  .min(0)
  .max(2 ** 32 - 2);

/** A list only: in a text that is cut into words, a value with a blank would become two arguments. */
export const argv = z
  .array(z.string().regex(/^[^\0]*$/, 'a text without NUL characters'), {
    error: 'a list of words, such as [virsh, net-list]: no shell reads them',
  })
  .min(1, 'at least the name of a program');

/** Whose a file is. */
export const ownership = {
  owner: owner.optional().describe('Owner; if absent, unchanged, and root for a new file'),
  group: owner.optional().describe('Group; if absent, unchanged, and root for a new file'),
};

/** A text has no quotes, since nobody reads them: what has blanks stands in a list. */
const words = z.union([
  argv,
  z
    .string()
    .regex(/^[^'"\\\0]*\S[^'"\\\0]*$/, 'a list of words, where one of them has quotes')
    .transform((text) => text.trim().split(/\s+/)),
]);

/** The check of a new file before it is installed. */
export const validate = words
  .refine(
    (list) => list.some((word) => word.includes('%s')),
    'words of which one contains %s for the new file',
  )
  .optional()
  .describe('Program and arguments that check the new file before it is installed; %s is its path');

/** A regular expression of Python's `re` that cannot take forever. */
export const pythonPattern = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    try {
      patternOf(text);
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      context.addIssue({ code: 'custom', message: `a pattern: ${error.message}` });
    }
  });

/** A plan for which what a host has is searched for patterns; it fails where that takes too long. */
export function searched(plan: () => Plan): Plan {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof ValueFault)) throw error;
    return { changes: [], failure: `A pattern cannot be used: ${error.message}.` };
  }
}

/** Whether a file stays beside the one that takes its place. */
export const backup = z
  .boolean()
  .default(false)
  .describe('Whether a copy of the old file is kept beside it, as PATH.NUMBER.DATE@TIME~');

const UNIT_KINDS = /\.(service|socket|timer|target|path|mount|automount|swap|slice|scope|device)$/;

/** As systemctl(1) reads it: a name without the kind of unit is that of a service. */
export const unitName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9:_.@\\-]*$/, 'the name of a unit, such as dnsmasq.service')
  .transform((name) => (UNIT_KINDS.test(name) ? name : `${name}.service`));

/** How long something may take or wait, at most a day. */
export const seconds = z
  .int()
  .min(0)
  .max(24 * 3600);

/** When there is nothing to run. */
export const runConditions = {
  creates: path.optional().describe('Do nothing if this path exists'),
  removes: path.optional().describe('Do nothing if this path does not exist'),
};

/** Where a program runs, and on what. */
export const placeToRun = {
  chdir: path.optional().describe('Folder to run it in'),
  stdin: z.string().optional().describe('Its standard input'),
};

/** The mode of a file, where it need not be given. */
export const fileMode = mode
  .optional()
  .describe('Permissions in octal digits; if absent, unchanged, and 0644 for a new file');

/** Names as a list, or as one text with commas: Ansible takes both. */
export const nameList = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(',').flatMap((one) => one.trim() || [])),
]);

/** What modules take that edit a file in place, and may create it. */
export const editing = {
  create: z.boolean().default(false).describe('Create the file if it does not exist'),
  mode: fileMode,
  ...ownership,
  validate,
  backup,
};
