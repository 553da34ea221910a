import { type Change, type Impact, NO_IMPACT } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import { type FileState, predictFile, shownContent } from './files.ts';

/** The change that removes a file, or none. `after` are the steps that make it count. */
export function removal(
  file: string,
  current: FileState,
  { after = [], impact = NO_IMPACT }: { after?: Step[]; impact?: Impact } = {},
): Change[] {
  if (current.kind === 'absent') return [];
  return [
    {
      action: 'delete',
      proof: 'observed',
      what: `file ${file}`,
      copies: ['file'],
      before: current.kind,
      after: null,
      ...(current.kind === 'file' && {
        diff: { label: file, before: shownContent(current.content), after: '' },
      }),
      impact,
      steps: [{ do: 'remove', path: file }, ...after],
      predictions: predictFile(file, { kind: 'absent' }),
    },
  ];
}
