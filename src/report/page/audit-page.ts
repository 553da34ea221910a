import type { AuditFinding } from '../../audit/finding.ts';
import type { Topology } from '../../plan/topology.ts';
import { auditSummary } from '../audit/audit-lines.ts';
import type { AuditReport } from '../audit/audit-report.ts';
import { collected, counted, ranges } from '../fold.ts';
import { controls } from './controls.ts';
import { hostDrawing } from './drawing/host-drawing.ts';
import { type Fleet, type FleetRow, tableOf } from './fleet.ts';
import { type Html, html } from './html.ts';
import { matrix } from './matrix.ts';
import { legend, lookOf, type PageState, stateMark, worst } from './states.ts';
import { wholeDocument } from './whole-document.ts';

/** What hosts have alike of one rule. */
interface Card {
  id: string;
  state: PageState;
  hosts: readonly string[];
  finding: AuditFinding;
}

/** An audit as one HTML file that needs nothing else; the same page as that of `drift`, with what rules say. */
export function auditPage(report: AuditReport, topologies: ReadonlyMap<string, Topology>): string {
  const { hosts, rules, virtfleet, inventory, playbooks } = report;
  const cards = cardsOf(report.findings);
  const fleet = fleetOf(report, topologies);
  const indexOf = new Map(fleet.rows.map(({ host }, index) => [host, index]));
  const itemOf = (host: string, object: string) =>
    cards.find((card) => card.hosts.includes(host) && card.finding.object === object)?.id;
  const result = auditSummary(report);
  const states = new Set(fleet.rows.flatMap(({ states: own }) => own));
  const of = playbooks.length > 0 ? ` of ${playbooks.join(', ')}` : '';
  const body = html`<a class="skip" href="#main">To the content</a>
<header><p class="brand">Virtfleet audit</p><h1>${result}</h1><p class="about"><code>virtfleet audit</code>${of}, inventory ${inventory.join(', ')}, ${counted(hosts.length, 'host')}, ${counted(rules.length, 'rule')}, Virtfleet ${virtfleet}</p>${report.unseen.map(({ what, hosts: blind }) => html`<p class="note">Not seen on ${ranges(blind).join(', ')}: ${what}.</p>`)}${tiles(fleet)}</header>
<main id="main">
${controls(fleet)}
${SECTIONS.map(([state, title]) => section(state, title, cards, indexOf))}
<section class="fleet" aria-labelledby="fleet"><h2 id="fleet">Fleet</h2>${legend(states, 'drift')}${matrix(fleet, { mode: 'drift', itemOf, below: 'its drawing' })}</section>
<section aria-labelledby="hosts"><h2 id="hosts">Hosts <small>${fleet.rows.length}</small></h2><p class="note">Each host opens: its networks from the uplink to the guests.</p>
${fleet.rows.map((row, index) => hostSection(row, index, cards, topologies.get(row.host)))}</section>
</main>
<footer><p>This file has no secrets that Virtfleet knows of, and loads nothing from anywhere.</p></footer>`;
  return wholeDocument(`${result} – Virtfleet audit`, body);
}

const SECTIONS: readonly (readonly [PageState, string])[] = [
  ['error', 'Errors'],
  ['warning', 'Warnings'],
  ['waived', 'Waived'],
];

function cardsOf(findings: readonly AuditFinding[]): Card[] {
  const keyOf = ({ rule, object, evidence, command, waiver }: AuditFinding) =>
    JSON.stringify([rule, object, evidence, command, waiver]);
  return collected(findings, keyOf).map((same, index) => ({
    id: `i${index + 1}`,
    state: same[0].waiver ? 'waived' : same[0].severity,
    hosts: same.map(({ host }) => host),
    finding: same[0],
  }));
}

/** All networks of hosts are in the table, those without a finding as fine. */
function fleetOf({ findings, unreachable }: AuditReport, topologies: ReadonlyMap<string, Topology>): Fleet {
  const all = new Map<string, Map<string, PageState>>(
    unreachable.map(({ host }) => [host, new Map([['', 'unreachable']])]),
  );
  for (const [host, { networks }] of topologies)
    all.set(
      host,
      new Map([['', 'ok'], ...networks.map(({ name }): [string, PageState] => [`network ${name}`, 'ok'])]),
    );
  for (const { host, object, severity, waiver } of findings) {
    const own = all.get(host);
    const state = waiver ? 'waived' : severity;
    own?.set(object, worst([state, own.get(object) ?? 'ok']) ?? state);
  }
  return tableOf(all);
}

function tiles({ rows }: Fleet): Html {
  const counts = (['error', 'warning', 'waived', 'ok'] as const).map((state) => ({
    state,
    count: rows.filter(({ states }) => states.includes(state)).length,
  }));
  const shown = counts.filter(({ count }) => count > 0);
  return html`<ul class="tiles" aria-label="Hosts by state">${shown.map(
    ({ state, count }) =>
      html`<li data-look="${lookOf(state)}"><b>${count}</b> <span class="s ${lookOf(state)}">${state === 'ok' ? 'nothing found' : state}</span></li>`,
  )}</ul>`;
}

function section(
  state: PageState,
  title: string,
  cards: readonly Card[],
  indexOf: ReadonlyMap<string, number>,
): Html | undefined {
  const own = cards.filter((card) => card.state === state);
  if (own.length === 0) return undefined;
  const count = own.reduce((sum, { hosts }) => sum + hosts.length, 0);
  return html`<section aria-labelledby="${state}"><h2 id="${state}">${title} <small>${count}</small></h2>
${own.map((card) => cardHtml(card, indexOf))}</section>
`;
}

function cardHtml({ id, state, hosts, finding }: Card, indexOf: ReadonlyMap<string, number>): Html {
  const { rule, summary, object, evidence, why, todo, command, place, waiver } = finding;
  const indexes = hosts.map((host) => indexOf.get(host) ?? '').join(' ');
  const where = html`<b>${ranges(hosts).join(', ')}</b>${hosts.length > 1 ? html` (${counted(hosts.length, 'host')})` : undefined}`;
  const facts: (readonly [string, Html])[] = [
    ['Rule', html`<code>${rule}</code>`],
    ...(place ? [['Described in', html`<code>${place.file}:${place.line}</code>`] as const] : []),
    ...(waiver ? [['Waived', html`until ${waiver.until} by ${waiver.who}: ${waiver.reason}`] as const] : []),
    ['Why', html`${why}`],
    [
      'What to do',
      html`${todo}${command === undefined ? undefined : html`<pre class="message">${command}</pre>`}`,
    ],
  ];
  return html`<article class="card ${lookOf(state)}" id="${id}" tabindex="-1" data-h="${indexes}" data-s="${lookOf(state)}" aria-labelledby="${id}t">
<h3 id="${id}t">${stateMark(state, 'drift')} <span><span class="name">${object}</span> on ${where}</span></h3>
<div class="both-sides"><div><p>${summary}</p><pre class="message">${evidence}</pre></div>
<dl class="facts">${facts.map(([term, said]) => html`<div><dt>${term}</dt><dd>${said}</dd></div>`)}</dl></div></article>
`;
}

function hostSection(
  { host, state, states }: FleetRow,
  index: number,
  cards: readonly Card[],
  topology: Topology | undefined,
): Html {
  const own = cards.filter((card) => card.hosts.includes(host));
  const said = own.map(
    (card) =>
      html`<li><a href="#${card.id}">${card.finding.object}: ${card.finding.summary}</a> ${stateMark(card.state, 'drift')}</li>`,
  );
  const drawing = topology
    ? hostDrawing(host, topology)
    : html`<p class="note">No drawing: the host could not be read.</p>`;
  return html`<details class="host" id="h${index}" data-h="${index}" data-s="${[...new Set(states.map(lookOf))].join(' ')}"><summary><b>${host}</b> ${stateMark(state, 'drift')}</summary>${said.length > 0 ? html`<ul class="said">${said}</ul>` : undefined}${drawing}</details>
`;
}
