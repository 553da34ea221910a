import type { ProblemError } from '../../problem.ts';

/** What is wrong in a playbook and only came up with what a host answered, as the message of an outcome. */
export function mistakes({ problems }: ProblemError): string {
  return problems
    .map(({ summary, detail, place, usedAt = [], hint }) => {
      const said = detail === undefined ? summary : `${summary}: ${detail}`;
      const where = [...(place ? [place] : []), ...usedAt].map(
        ({ file, line, column }) => `${file}:${line}:${column}`,
      );
      return [said, where.join(', used by '), hint].filter(Boolean).join('\n');
    })
    .join('\n');
}
