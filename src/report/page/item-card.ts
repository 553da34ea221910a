import { counted, ranges } from '../fold.ts';
import { printableLines } from '../printable.ts';
import { adviceOf } from './advice.ts';
import { changeRows } from './change-rows.ts';
import { type Html, html, type Part } from './html.ts';
import type { Item } from './items.ts';
import { knownSince } from './known-since.ts';
import { livesOf } from './lives.ts';
import type { PageDocument } from './page-document.ts';
import { lookOf, stateMark } from './states.ts';

/** Hosts, or ranges of them, that the title names. */
const NAMED = 4;

/** What a card needs beside its item. */
export interface CardContext {
  /** The rows of hosts in the table. */
  indexOf: ReadonlyMap<string, number>;
  /** Whether differences are shown as texts. */
  hasTexts: boolean;
}

/** An item as a card: what, where, since when and by whom, and what to do. */
export function itemCard(item: Item, page: PageDocument, { indexOf, hasTexts }: CardContext): Html {
  const { id, state, section, resource, hosts, message, place, waiver, findings } = item;
  const { mode, ended } = page.report.record;
  const facts: (readonly [string, Part])[] = [
    ...(ranges(hosts).length > NAMED ? [['Hosts', allHosts(hosts)] as const] : []),
    ...(section === 'new' || section === 'known' ? knownSince(findings, ended) : []),
    ...(waiver ? [['Waived', html`until ${waiver.until} by ${waiver.who}: ${waiver.reason}`] as const] : []),
    ...(place ? [['Described in', html`<code>${place.file}:${place.line}</code>`] as const] : []),
  ];
  const advice = adviceOf(item, page);
  const news = section === 'new' ? html`<b class="badge">new</b>` : undefined;
  const indexes = hosts.map((host) => indexOf.get(host) ?? '').join(' ');
  return html`<article class="card ${lookOf(state)}" id="${id}" tabindex="-1" data-h="${indexes}" data-s="${lookOf(state)}" aria-labelledby="${id}t">
<h3 id="${id}t">${stateMark(state, mode)} <span><span class="name">${resource}</span> on ${hostsHtml(hosts)}</span>${news}</h3>
<div class="both-sides"><div>${changeRows(item, { mode, hasTexts })}${message === undefined ? undefined : messageHtml(message)}${livesOf(item, page)}</div>
<dl class="facts">${facts.map(([term, said]) => html`<div><dt>${term}</dt><dd>${said}</dd></div>`)}${advice && html`<div><dt>What to do</dt><dd>${advice}</dd></div>`}</dl></div></article>
`;
}

function hostsHtml(hosts: readonly string[]): Html {
  const words = ranges(hosts);
  const count = hosts.length > 1 ? html` (${counted(hosts.length, 'host')})` : undefined;
  return html`<b>${words.slice(0, NAMED).join(', ')}${words.length > NAMED ? ' …' : ''}</b>${count}`;
}

function allHosts(hosts: readonly string[]): Html {
  return html`<details><summary>All ${hosts.length}</summary>${ranges(hosts).join(', ')}</details>`;
}

/** Lines that are indented were laid out by a program. */
function messageHtml(message: string): Html {
  return html`<pre class="message">${printableLines(message).map(
    (line) => html`${line}
`,
  )}</pre>`;
}
