import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { hiddenTexts } from '../hidden-texts.ts';
import type { Problem } from '../problem.ts';
import type { PlanKey } from './plan-key.ts';
import { isInside, type SavedPlan } from './saved-plan.ts';

type Input = SavedPlan['inputs'][number];

/** From where files are named. */
export interface Folders {
  /** That of the project, in which Virtfleet was started. */
  project: string;
  /** That of Virtfleet, with the shipped templates. */
  home: string;
}

/**
 * What was read, by names that are the same in every checkout. A file in which a secret stands has a keyed digest: its
 * SHA-256 would tell when the secret was guessed.
 */
export function inputsOf(files: ReadonlyMap<string, Buffer>, folders: Folders, key: PlanKey): Input[] {
  const inputs = [...files].map(([path, bytes]) => inputOf(nameOf(path, folders), bytes, key));
  return inputs.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function inputOf(name: string, bytes: Buffer, key: PlanKey): Input {
  const text = bytes.toString();
  return hiddenTexts.conceal(text) === text
    ? { name, kind: 'sha256', digest: createHash('sha256').update(bytes).digest('hex') }
    : { name, kind: 'keyed', digest: key.digest(['input', name, bytes]) };
}

function nameOf(path: string, { project, home }: Folders): string {
  const own = relative(project, path);
  if (isInside(own)) return own;
  const shipped = relative(home, path);
  return isInside(shipped) ? `virtfleet:${shipped}` : path;
}

/**
 * What differs between the inputs of a plan and those that were read now. A file that a plan read late, once hosts had
 * answered, is looked at by `read`, which gives nothing where there is none.
 */
export function movedInputs(
  before: readonly Input[],
  now: readonly Input[],
  key: PlanKey,
  read: (name: string) => Buffer | undefined,
): Problem[] {
  const known = new Map(before.map((input) => [input.name, input]));
  const current = new Map(now.map((input) => [input.name, input]));
  const moved = before.flatMap((input) => {
    const bytes = current.has(input.name) || !isInside(input.name) ? undefined : read(input.name);
    const found = current.get(input.name) ?? (bytes && inputOf(input.name, bytes, key));
    if (!found) return [`${input.name} is not read any more.`];
    return found.kind === input.kind && found.digest === input.digest
      ? []
      : [`${input.name} is not what it was.`];
  });
  const more = now.filter(({ name }) => !known.has(name)).map(({ name }) => `${name} was not read then.`);
  return [...moved, ...more].map((detail) => ({
    code: 'moved-input',
    summary: 'The project is not the one that the plan was made of',
    detail,
    hint: 'Check the commit of the plan out, or save a new plan.',
  }));
}
