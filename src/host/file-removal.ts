import { type Change, type Impact, NO_IMPACT } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import { type FileState, leavesFile, shownContent } from './files.ts';

/** The change that removes a file, or none. `after` are the steps that make it count. */
export function removal(
  file: string,
  seen: FileState,
  { after = [], impact = NO_IMPACT }: { after?: Step[]; impact?: Impact } = {},
): Change[] {
  if (seen.kind === 'absent') return [];
  return [
    {
      what: `file ${file}`,
      before: seen.kind,
      after: null,
      ...(seen.kind === 'file' && { diff: { label: file, before: shownContent(seen.content), after: '' } }),
      impact,
      steps: [{ do: 'remove', path: file }, ...after],
      leaves: leavesFile(file, { kind: 'absent' }),
    },
  ];
}
