import type { Settled } from '../../controllers/alarms.ts';
import { workerAlarm } from '../../controllers/presence.ts';
import type { SeenWorker } from '../../controllers/workers.ts';
import { type Html, html, joined } from '../../report/page/html.ts';
import { pageLinks } from '../../report/page/links.ts';
import { LOOKS } from '../../report/page/run-list.ts';
import { timeMark } from '../../report/page/times.ts';
import { wholeDocument } from '../../report/page/whole-document.ts';

interface Overview {
  project: string;
  settled: readonly Settled[];
  workers: readonly SeenWorker[];
  alarms: ReadonlyMap<string, string>;
  version: string;
}

/** The first page of a server: what is wrong, the last of each check in each region, and the workers. */
export function overview({ project, settled, workers, alarms, version }: Overview): string {
  const wrong = [...alarms].map(([about, why]) => html`<li><b>${about}</b>: ${why}</li>`);
  const body = html`<a class="skip" href="#main">To the content</a>
<header>${pageLinks('')}<p class="brand">Virtfleet</p><h1>Checks of ${project}</h1></header>
<main id="main">
${wrong.length > 0 ? html`<h2>What is wrong</h2><ul>${wrong}</ul>` : html`<p>Nothing is wrong with the controllers.</p>`}
<h2 id="checks">The last of each check</h2>
${table('checks', ['Check', 'Region', 'Due', 'Jobs', 'Hosts', ''], settled.map(checkRow))}
<h2 id="workers">Workers</h2>
${table(
  'workers',
  ['Worker', 'Region', 'Busy', 'Commit', 'Seen'],
  workers.map((one) => workerRow(one, alarms)),
)}
</main>
<footer><p>Times are in UTC.</p></footer>`;
  return wholeDocument(`Checks of ${project} – Virtfleet`, body, { version });
}

function table(label: string, heads: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<p>None yet.</p>`;
  const head = heads.map((name) => html`<th scope="col">${name}</th>`);
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="${label}"><table class="runs"><thead><tr>${head}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}

function checkRow({ name, region, due, jobs, hosts, without, reason }: Settled): Html {
  const counts = Object.entries(without > 0 ? { ...hosts, 'without a result': without } : hosts);
  const marks = counts.map(
    ([state, count]) =>
      html`<span class="s ${MARKS[state] ?? 'bad'}">${count} ${state.replace('-', ' ')}</span>`,
  );
  return html`<tr><th scope="row">${name}</th><td>${region}</td><td>${timeMark(due)}</td><td>${jobs}</td><td>${joined(marks, ' ')}</td><td>${reason}</td></tr>
`;
}

const MARKS: Readonly<Record<string, string>> = { ...LOOKS, 'without a result': 'away' };

function workerRow(worker: SeenWorker, alarms: Overview['alarms']): Html {
  const { name, region, busy, capacity, commit_id, seen, isThere } = worker;
  const wrong = alarms.has(workerAlarm(worker)) ? html`<span class="s bad">not at the queue</span> ` : html``;
  const state = isThere
    ? html`${wrong}${timeMark(seen)}`
    : html`<span class="s away">silent since</span> ${timeMark(seen)}`;
  return html`<tr><th scope="row">${name}</th><td>${region}</td><td>${busy} of ${capacity}</td><td><code>${commit_id.slice(0, 8)}</code></td><td>${state}</td></tr>
`;
}
