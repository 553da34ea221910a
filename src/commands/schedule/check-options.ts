import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { drift } from '../declaration/drift.ts';
import { type Option, UsageError } from '../declaration/option.ts';
import { FILE_OPTIONS } from '../declaration/shared-options.ts';
import type { DriftOptions } from '../execution/publish-drift.ts';

/** Options that ask on a terminal, write beside the playbook, or have a place of their own in schedule.yaml. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['askPass', 'askBecomePass', 'askVaultPass', 'baseline', 'history'],
  ...Object.keys(FILE_OPTIONS),
]);

/** `skip-tags` of `--skip-tags <tags>`. */
function keyOf({ flags }: Option<unknown>): string {
  return /--([a-z-]+)/.exec(flags)?.[1] ?? flags;
}

const ALL: readonly (readonly [string, Option<unknown>])[] = Object.entries(drift.options);

/** The names and options of `drift` by the keys that a check of schedule.yaml has for them. */
const OF_CHECKS = new Map(
  ALL.filter(([name]) => !ELSEWHERE.has(name)).map(([name, option]) => [keyOf(option), { name, option }]),
);

/** The keys of a check that are options of `drift`; each reads as its option does. */
export const CHECK_OPTIONS = Object.fromEntries(
  [...OF_CHECKS].map(([key, { option }]) => [key, z.unknown().transform(reading(option)).optional()]),
);

/** What of a check is a report in a file. */
export const REPORTS = z.strictObject(
  Object.fromEntries(
    Object.values(FILE_OPTIONS).map((option) => [keyOf(option), z.string().min(1).optional()]),
  ),
);

function reading(option: Option<unknown>) {
  return (written: unknown, context: z.RefinementCtx): unknown => {
    try {
      return valueFrom(option, written);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  };
}

/** Throws UsageError. */
function valueFrom(option: Option<unknown>, written: unknown): unknown {
  if (typeof option.initial === 'boolean') {
    if (typeof written !== 'boolean') throw new UsageError('it is true or false.');
    return written;
  }
  const isList = Array.isArray(option.initial);
  const all: readonly unknown[] = isList && Array.isArray(written) ? written : [written];
  return all.reduce((before, one) => {
    if (typeof one !== 'string' && typeof one !== 'number')
      throw new UsageError(isList ? 'it is a text, or a list of texts.' : 'it is a text.');
    return option.read(String(one), before);
  }, option.initial);
}

/** Keys whose values are paths, however they begin. */
const PATHS: ReadonlySet<string> = new Set(['inventory', 'private-key', 'vault-password-file']);

/** The source of `--vault-id` that is no file. */
const PROMPT = 'prompt';

/** A value as what stands before a path, `@` or `id@`, and the path. */
function fileIn(key: string, text: string): { mark: string; path: string } {
  const [, mark = '', path = ''] = (key === 'vault-id' ? /^(.*@)(.*)$/s : /^(@?)(.*)$/s).exec(text) ?? [];
  return { mark, path };
}

/** Where the files of a check are found. */
export interface Finding {
  /** The folder of schedule.yaml. */
  folder: string;
  /** Where the secret of a path lies, if it was put elsewhere. */
  secretAt(path: string): string | undefined;
}

/** The options of `drift` for what a check has; paths are seen from the folder of schedule.yaml. */
export function driftOptions(
  check: Readonly<Record<string, unknown>>,
  reports: Readonly<Record<string, string | undefined>>,
  { folder, secretAt }: Finding,
): DriftOptions {
  const located = (key: string, text: string): string => {
    const { mark, path } = fileIn(key, text);
    if (mark === '' && (!PATHS.has(key) || path.includes(','))) return text;
    if (path === PROMPT) return text;
    return `${mark}${secretAt(path) ?? seenFrom(folder, path)}`;
  };
  const chosen = [...OF_CHECKS].flatMap(([key, { name }]) => {
    const value = check[key];
    if (value === undefined) return [];
    const found = Array.isArray(value) ? value.map((one) => located(key, String(one))) : value;
    return [[name, typeof found === 'string' ? located(key, found) : found]];
  });
  const files = Object.entries(FILE_OPTIONS).map(([name, option]) => {
    const path = reports[keyOf(option)];
    return [name, path === undefined ? undefined : seenFrom(folder, path)];
  });
  const initial = ALL.map(([name, option]) => [name, option.initial]);
  return Object.fromEntries([...initial, ...chosen, ...files]) as DriftOptions;
}

/** A path of schedule.yaml, seen from where Virtfleet runs. */
export function seenFrom(folder: string, path: string): string {
  return isAbsolute(path) || path.startsWith('~') ? path : join(folder, path);
}

/** Files with secrets that a check names, as they are written. */
export function secretsOf(check: Readonly<Record<string, unknown>>): string[] {
  const values = (key: string) => [check[key] ?? []].flat().map(String);
  const named = ['private-key', 'vault-password-file'].flatMap(values);
  const ids = values('vault-id').map((one) => fileIn('vault-id', one).path);
  const files = notified(check).flatMap((one) => (one.startsWith('@') ? [one.slice(1)] : []));
  return [...named, ...ids.filter((path) => path !== '' && path !== PROMPT), ...files];
}

/** Environment variables with secrets that a check names. */
export function variablesOf(check: Readonly<Record<string, unknown>>): string[] {
  return notified(check).flatMap((one) => (one.startsWith('$') ? [one.slice(1)] : []));
}

function notified(check: Readonly<Record<string, unknown>>): string[] {
  return [check['notify'] ?? []].flat().map(String);
}
