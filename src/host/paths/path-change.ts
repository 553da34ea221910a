import { type Change, NO_IMPACT, valueAction } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { type FileState, predictFile } from '../files.ts';
import { modeAfter, type Owned, ownSteps } from '../owned-path.ts';

const FILE = ['file'] as const;

/** The change of what is at a path into something else, of which `next` is read then. */
export function pathChange(
  path: string,
  before: string | null,
  after: string | null,
  { steps, next }: { steps: Step[]; next: FileState },
) {
  const about = { action: valueAction(before, after), proof: 'observed' as const, what: path, before, after };
  return {
    ...about,
    copies: FILE,
    impact: NO_IMPACT,
    steps,
    predictions: predictFile(path, next),
  } satisfies Change;
}

/** The change of mode, owner and group of what is there, or none. */
export function attributesChange(path: string, at: FileState & Owned, given: Partial<Owned>): Change[] {
  const next = { ...at, ...given, mode: modeAfter(given.mode, at.mode, at.kind === 'directory') };
  if (described(at) === described(next)) return [];
  return [pathChange(path, described(at), described(next), { steps: ownSteps(path, next), next })];
}

/** Something is at a path that is not removed without being asked. */
export function occupied(path: string, is: string, desired: string): Change {
  const blocked = `${path} is a ${is}, not a ${desired}. Remove it first: state: absent.`;
  const about = { action: 'update', proof: 'observed', what: path, before: is, after: desired } as const;
  return { ...about, copies: FILE, impact: NO_IMPACT, steps: [], predictions: [], blocked };
}

/** What is said of mode, owner and group. */
export function given({ mode, owner, group }: { [K in keyof Owned]?: Owned[K] | undefined }): Partial<Owned> {
  return { ...(mode && { mode }), ...(owner && { owner }), ...(group && { group }) };
}

export function described({ mode, owner, group }: Owned): string {
  return `mode ${mode}, owner ${owner}:${group}`;
}
