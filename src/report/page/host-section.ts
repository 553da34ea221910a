import { hostDrawing } from './drawing/host-drawing.ts';
import type { FleetRow } from './fleet.ts';
import { type Html, html } from './html.ts';
import type { Item } from './items.ts';
import type { PageDocument } from './page-document.ts';
import { lookOf, stateMark } from './states.ts';

/** One host, folded: what is said of it, and how its networks are plugged together. */
export function hostSection(
  { host, state, states }: FleetRow,
  index: number,
  { page, items }: { page: PageDocument; items: readonly Item[] },
): Html {
  const { mode } = page.report.record;
  const said = items.map(
    (one) => html`<li><a href="#${one.id}">${one.resource}</a> ${stateMark(one.state, mode)}</li>`,
  );
  const none = page.kept && html`<p class="note">Nothing is to be said of it.</p>`;
  const list = said.length > 0 ? html`<ul class="said">${said}</ul>` : none;
  const loose = looseOf(page, host);
  const mark = loose > 0 ? html` <span class="s drift">${loose} loose</span>` : undefined;
  return html`<details class="host" id="h${index}" data-h="${index}" data-s="${[...new Set(states.map(lookOf))].join(' ')}"><summary><b>${host}</b> ${stateMark(state, mode)}${mark}</summary>${list}${page.kept ? undefined : drawing(host, page)}</details>
`;
}

function looseOf({ evidence }: PageDocument, host: string): number {
  const topology = evidence.get(host)?.topology;
  if (!topology || 'unread' in topology) return 0;
  return topology.interfaces.filter(({ loose }) => loose).length + topology.orphans.length;
}

/** Where facts were not read there is no drawing, and it says why. */
function drawing(host: string, { evidence, report }: PageDocument): Html {
  const topology = evidence.get(host)?.topology;
  if (topology && !('unread' in topology)) return hostDrawing(host, topology);
  if (topology) return html`<p class="note">No drawing: the networks cannot be read. ${topology.unread}</p>`;
  const gone = report.record.tasks.some(
    (task) => task.host === host && (task.status === 'unreachable' || task.status === 'lost'),
  );
  return html`<p class="note">No drawing: ${gone ? 'the host could not be reached.' : 'the networks of this host were not read.'}</p>`;
}
