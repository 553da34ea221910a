import type { RunSummary } from '../../history/questions/runs.ts';
import type { HostState } from '../../history/tables.ts';
import { quote } from '../../plan/quote.ts';
import { COMMANDS } from '../files/report.ts';
import { took } from '../when.ts';
import { type Html, html, joined } from './html.ts';
import { pageLinks } from './links.ts';
import { timeMark } from './times.ts';
import { wholeDocument } from './whole-document.ts';

/** A run, and where its line leads. */
export interface ListedRun {
  run: RunSummary;
  href: string;
}

/** A page that lists runs. */
export interface RunList {
  /** What is listed. */
  title: string;
  /** What is said where nothing is listed. */
  none: string;
  runs: readonly ListedRun[];
  version: string;
}

/** Runs as a table: what was asked for, when, by whom, and how its hosts ended. */
export function runList({ title, none, runs, version }: RunList): string {
  const heads = ['Run', 'Started', 'Took', 'What', 'By', 'Hosts'].map(
    (name) => html`<th scope="col">${name}</th>`,
  );
  const table = html`<div class="wide" tabindex="0" role="region" aria-labelledby="runs"><table class="runs"><thead><tr>${heads}</tr></thead>
<tbody>
${runs.map(line)}</tbody></table></div>`;
  const body = html`<a class="skip" href="#main">To the content</a>
<header>${pageLinks('')}<p class="brand">Virtfleet</p><h1 id="runs">${title}</h1></header>
<main id="main">
${runs.length > 0 ? table : html`<p>${none}</p>`}
</main>
<footer><p>Times are in UTC.</p></footer>`;
  return wholeDocument(`${title} – Virtfleet`, body, { version });
}

function line({ run, href }: ListedRun): Html {
  const { number, started, ended, operator, machine } = run;
  const length = ended === undefined ? 'unfinished' : took(started, ended);
  return html`<tr><th scope="row"><a href="${href}">${number}</a></th><td>${timeMark(started)}</td><td>${length}</td><td>${whatOf(run)}</td><td>${operator}@${machine}</td><td>${hostsOf(run)}</td></tr>
`;
}

function whatOf({ mode, playbooks, inventory, limit, tags, skip_tags: skipped, schedule }: RunSummary): Html {
  const words = [
    ...playbooks,
    ...inventory.flatMap((source) => ['-i', source]),
    ...(limit === undefined ? [] : ['--limit', limit]),
    ...tags.flatMap((tag) => ['--tags', tag]),
    ...skipped.flatMap((tag) => ['--skip-tags', tag]),
  ];
  const named = schedule === undefined ? undefined : html`<b>${schedule}</b><br/>`;
  const command = mode === 'run' ? COMMANDS.apply : COMMANDS[mode];
  return html`${named}<code>${`${command} ${quote(words)}`}</code>`;
}

/** The class of the mark of a state. */
export const LOOKS: Readonly<Record<HostState | 'unfinished', string>> = {
  ok: 'ok',
  changed: 'done',
  differs: 'drift',
  'not-started': 'none',
  unreachable: 'away',
  blocked: 'stop',
  failed: 'bad',
  lost: 'away',
  unfinished: 'none',
};

function hostsOf({ hosts }: RunSummary): Html {
  const marks = Object.entries(LOOKS).flatMap(([state, look]) => {
    const count = hosts[state as keyof typeof LOOKS];
    return count ? [html`<span class="s ${look}">${count} ${state.replace('-', ' ')}</span>`] : [];
  });
  return joined(marks, ' ');
}
