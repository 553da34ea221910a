import type { Problem } from '../../problem.ts';
import type { Resolved } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';

/** That nobody is there whom a play asks before its further waves: such a run ends behind the first one. */
export function unattended(
  { plays }: Pick<Resolved, 'plays'>,
  { pausing }: Pick<RunRequest, 'pausing'>,
): Problem[] {
  if (!pausing || pausing.ask || pausing.isSure) return [];
  const asking = plays.filter(({ gates }) => gates?.pause).map(({ name }) => `"${name}"`);
  if (asking.length === 0) return [];
  return [
    {
      code: 'nobody-to-ask',
      summary: 'A play asks before each further wave, and there is no terminal to ask at',
      detail: `${asking.join(', ')}: where it has several waves, a run ends behind the first one.`,
      hint: 'Run it at a terminal, or with --yes, which asks nobody.',
    },
  ];
}
