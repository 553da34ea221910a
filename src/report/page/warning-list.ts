import { ranges } from '../fold.ts';
import { type Html, html } from './html.ts';
import type { PageDocument } from './page-document.ts';

/** What tasks warn of, what was met beside them, and which hosts were not seen whole; each once with its hosts. */
export function warningList({ report, evidence }: PageDocument): Html | undefined {
  const by = new Map<string, Set<string>>();
  const add = (warning: string, host: string) => by.set(warning, (by.get(warning) ?? new Set()).add(host));
  for (const [host, { unprivileged }] of evidence) if (unprivileged) add(UNPRIVILEGED, host);
  for (const { host, warnings = [], module, status, message } of report.record.tasks) {
    for (const warning of warnings) add(warning, host);
    // Of no task, such as a guarded change of another run.
    if (module === '' && status === 'ok' && message !== undefined) add(message, host);
  }
  if (by.size === 0) return undefined;
  const lines = [...by].map(
    ([warning, hosts]) => html`<li><b>${ranges([...hosts]).join(', ')}</b>: ${warning}</li>`,
  );
  return html`<section aria-labelledby="warnings"><h2 id="warnings">Warnings <small>${by.size}</small></h2><ul>${lines}</ul></section>
`;
}

const UNPRIVILEGED = 'The login user may not become root. Only what every user may see was compared.';
