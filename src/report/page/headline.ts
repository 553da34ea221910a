import { stops } from '../../plan/outcome.ts';
import { COMMANDS } from '../files/report.ts';
import { counted } from '../fold.ts';
import { took } from '../when.ts';
import type { FleetRow } from './fleet.ts';
import { type Html, html, joined, type Part } from './html.ts';
import type { Item, Section } from './items.ts';
import type { PageDocument } from './page-document.ts';
import { lookOf, type PageState, rankOf, wordOf } from './states.ts';
import { timeMark } from './times.ts';

/** The result in a sentence, and what else there is in another. */
export interface Headline {
  text: string;
  more: string;
}

export function headline(items: readonly Item[], { report: { record, exitCode } }: PageDocument): Headline {
  const { hosts, tasks, mode, interrupted } = record;
  const count = (section: Section) =>
    new Set(items.flatMap((item) => (item.section === section ? item.hosts : []))).size;
  const stopped = new Set(tasks.filter(stops).map(({ host }) => host)).size;
  const [news, known, changed] = [count('new'), count('known'), count('changed')];
  const has = (some: number) => (some === 1 ? 'has' : 'have');
  const differ = (some: number) => `${counted(some, 'host')} ${some === 1 ? 'differs' : 'differ'} as before`;
  const failed = mode === 'apply' ? 'failed' : 'could not be checked to the end';
  const parts = [
    ...(news > 0 ? [`${counted(news, 'host')} ${has(news)} new differences`] : []),
    ...(stopped > 0 ? [`${counted(stopped, 'host')} ${failed}`] : []),
    ...(changed > 0 ? [`${counted(changed, 'host')} ${mode === 'apply' ? 'changed' : 'would change'}`] : []),
    ...(known > 0 ? [news > 0 ? differ(known) : `Nothing new: ${differ(known)}`] : []),
    ...(interrupted ? ['It was interrupted'] : []),
    ...(exitCode === 137 ? ['It goes on, or was killed'] : []),
    ...(exitCode === 70 ? ['It ended with a bug in Virtfleet'] : []),
  ];
  const fine = `${hosts.length > 1 ? 'All ' : ''}${counted(hosts.length, 'host')} in step`;
  const [text = fine, ...rest] = parts;
  return { text, more: rest.map((part) => `${part}.`).join(' ') };
}

/** What was checked, when and by whom. */
export function aboutRun({ report, playbooks }: PageDocument): Html {
  const { record, commit, inventory, virtfleet } = report;
  const { run, operator, mode, started, ended, hosts } = record;
  const code = (text: string) => html`<code>${text}</code>`;
  const of = commit
    ? html`, commit ${code(commit.id.slice(0, 12))}${commit.changed ? ' with changes' : ''}`
    : '';
  const saved = (report.plan ?? []).map(([name, value]) => html`<li>${name} ${code(value)}</li>`);
  const facts: (readonly [string, Part])[] = [
    ['inventory', joined(inventory.map(code), ', ')],
    ['run', code(run)],
    ['Virtfleet', virtfleet],
  ];
  return html`<p class="about"><code>virtfleet ${COMMANDS[mode]}</code> of ${joined(playbooks.map(code), ', ')}${of}, ${counted(hosts.length, 'host')}, ${timeMark(started)} UTC, took ${took(started, ended)}, by ${operator}</p>
<p class="about">${joined(
    facts.map(([term, said]) => html`${term} ${said}`),
    ', ',
  )}</p>${saved.length > 0 ? html`<ul class="about">${saved}</ul>` : undefined}`;
}

/** How many hosts have something in each state, the worst first; the script makes it a filter. What is new stands before. */
export function tiles(items: readonly Item[], rows: readonly FleetRow[], { report }: PageDocument): Html {
  const { mode } = report.record;
  const states = new Map<PageState, number>();
  for (const row of rows) for (const state of row.states) states.set(state, (states.get(state) ?? 0) + 1);
  const counts = [...states].toSorted(([one], [other]) => rankOf(other) - rankOf(one));
  const fresh = items.filter(({ section }) => section === 'new');
  const news = fresh.reduce((sum, { hosts }) => sum + hosts.length, 0);
  const tile = (count: number, word: string, look: string) =>
    html`<b>${count}</b> <span class="s ${look}">${word}</span>`;
  const first = tile(news, 'new', 'new');
  const linked = news > 0 ? html`<a href="#new">${first}</a>` : first;
  return html`<ul class="tiles" aria-label="Hosts by state">${mode === 'drift' ? html`<li>${linked}</li>` : undefined}${counts.map(
    ([state, count]) =>
      html`<li data-look="${lookOf(state)}">${tile(count, state === 'ok' ? 'in step' : wordOf(state, mode), lookOf(state))}</li>`,
  )}</ul>`;
}
