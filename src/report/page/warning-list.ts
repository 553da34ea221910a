import type { Report } from '../files/report.ts';
import { ranges } from '../fold.ts';
import { type Html, html } from './html.ts';

/** What tasks warn of, each once with its hosts. */
export function warningList({ record }: Report): Html | undefined {
  const by = new Map<string, Set<string>>();
  for (const { host, warnings = [] } of record.tasks)
    for (const warning of warnings) by.set(warning, (by.get(warning) ?? new Set()).add(host));
  if (by.size === 0) return undefined;
  const lines = [...by].map(
    ([warning, hosts]) => html`<li><b>${ranges([...hosts]).join(', ')}</b>: ${warning}</li>`,
  );
  return html`<section aria-labelledby="warnings"><h2 id="warnings">Warnings <small>${by.size}</small></h2><ul>${lines}</ul></section>
`;
}
