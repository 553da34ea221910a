import { plannedLines, rolloutLines } from '../rollout/rollout-lines.ts';
import { type Html, html, joined } from './html.ts';
import type { PageDocument } from './page-document.ts';

/** Columns of its lines. */
const WIDTH = 110;

const LINE = html`\n`;

/** How the waves of each play went, or which hosts would be in which. */
export function rolloutList({ report }: PageDocument): Html | undefined {
  const { mode, rollouts = [], tasks } = report.record;
  if (rollouts.length === 0) return undefined;
  const linesOf = (rollout: (typeof rollouts)[number]) =>
    mode === 'apply' ? rolloutLines(rollout, tasks, WIDTH) : plannedLines(rollout, WIDTH);
  const texts = rollouts.map((rollout) => html`<pre>${joined(linesOf(rollout), LINE)}</pre>`);
  return html`<section aria-labelledby="waves"><h2 id="waves">Waves <small>${rollouts.length}</small></h2>
${texts}</section>
`;
}
