import { titleOf } from '../files/report.ts';
import { controls } from './controls.ts';
import { fleetOf } from './fleet.ts';
import { aboutRun, headline, tiles } from './headline.ts';
import { hostSection } from './host-section.ts';
import { type Html, html } from './html.ts';
import { itemCard } from './item-card.ts';
import { type Item, itemsOf, SECTIONS, type Section } from './items.ts';
import { pageLinks } from './links.ts';
import { matrix } from './matrix.ts';
import type { PageDocument } from './page-document.ts';
import { rolloutList } from './rollout-list.ts';
import { legend } from './states.ts';
import { warningList } from './warning-list.ts';
import { wholeDocument } from './whole-document.ts';

const TITLES: Readonly<Record<Section, string>> = {
  new: 'New',
  stopped: 'Failed or not reached',
  changed: 'Changed',
  known: 'Known from earlier checks',
  unmanaged: 'Unmanaged',
  waived: 'Waived',
};

/** Entries that show differences as texts: more would not go into a mail. */
const WITH_TEXT = 300;

/**
 * A report as one HTML file that needs nothing else: no network, no server, and no script but for filter and order. What
 * `report serve` shows of a run that is kept is the same page, with links to others.
 */
export function page(document: PageDocument): string {
  const { report, kept } = document;
  const { mode, hosts } = report.record;
  const items = itemsOf(report);
  const fleet = fleetOf(report);
  const indexOf = new Map(fleet.rows.map(({ host }, index) => [host, index]));
  const byHost = itemsByHost(items);
  const itemOf = (host: string, resource: string) =>
    byHost.get(host)?.find((one) => one.resource === resource)?.id;
  const result = headline(items, document);
  const texts = new Set(items.slice(0, WITH_TEXT));
  const cardOf = (item: Item) => itemCard(item, document, { indexOf, hasTexts: texts.has(item) });
  const states = new Set(
    fleet.rows.flatMap(({ state, cells, others }) =>
      [state, ...cells, others?.state].flatMap((one) => one ?? []),
    ),
  );
  const body = html`<a class="skip" href="#main">To the content</a>
<header>${kept && pageLinks(`run ${kept.run}`)}<p class="brand">Virtfleet ${titleOf(report)}</p><h1>${result.text}</h1>${result.more === '' ? undefined : html`<p class="more">${result.more}</p>`}${aboutRun(document)}${kept?.lacks.map((one) => html`<p class="note">${one}</p>`)}${tiles(items, fleet.rows, document)}</header>
<main id="main">
${controls(fleet)}
${rolloutList(document)}${SECTIONS.map((section) => sectionHtml(section, items, cardOf))}${warningList(document)}
<section class="fleet" aria-labelledby="fleet"><h2 id="fleet">Fleet</h2>${legend(states, mode)}${matrix(fleet, { mode, itemOf, below: kept ? 'what is said of it' : 'its drawing' })}</section>
<section aria-labelledby="hosts"><h2 id="hosts">Hosts <small>${hosts.length}</small></h2><p class="note">${kept ? NOT_DRAWN : 'Each host opens: its networks from the uplink to the guests.'}</p>
${fleet.rows.map((row, index) => hostSection(row, index, { page: document, items: byHost.get(row.host) ?? [] }))}</section>
</main>
<footer><p>Times are in UTC. This ${kept ? 'page' : 'file'} has no secrets that Virtfleet knows of, and loads nothing from ${kept ? 'elsewhere' : 'anywhere'}.</p></footer>`;
  const title = `${result.text} – Virtfleet ${titleOf(report)}`;
  return wholeDocument(title, body, kept && { version: kept.version, ended: report.record.ended });
}

const NOT_DRAWN =
  'The history does not keep how the networks of hosts are plugged together. --html FILE of run and drift draws them.';

function sectionHtml(section: Section, items: readonly Item[], card: (item: Item) => Html): Html | undefined {
  const own = items.filter((item) => item.section === section);
  if (own.length === 0) return undefined;
  const count = own.reduce((sum, { hosts }) => sum + hosts.length, 0);
  return html`<section aria-labelledby="${section}"><h2 id="${section}">${TITLES[section]} <small>${count}</small></h2>
${own.map(card)}</section>
`;
}

function itemsByHost(items: readonly Item[]): Map<string, Item[]> {
  const all = new Map<string, Item[]>();
  for (const item of items)
    for (const host of item.hosts) {
      const own = all.get(host);
      if (own) own.push(item);
      else all.set(host, [item]);
    }
  return all;
}
