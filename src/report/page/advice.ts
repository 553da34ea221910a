import { quote } from '../../plan/quote.ts';
import { COMMANDS } from '../files/report.ts';
import { byName } from '../fold.ts';
import { type Html, html, joined } from './html.ts';
import type { Item } from './items.ts';
import type { PageDocument } from './page-document.ts';

/** Hosts that a command names. */
const NAMED = 20;
/** Days that a waiver is suggested for. */
const DAYS = 14;

type Run = Pick<PageDocument, 'playbooks' | 'report'>;

/** What can be done about an item: what for, and the command. */
export function adviceOf(item: Item, run: Run): Html | undefined {
  const { state, hosts, resource } = item;
  switch (state) {
    case 'drifted':
    case 'both':
    case 'pending':
    case 'would-change':
    case 'blocked':
      return html`<p>To see what a run would do (without <code>--check</code> it does it):</p>${command(['run', ...words(run, hosts), '--check'])}${state === 'would-change' || state === 'blocked' ? undefined : waiver(item, run)}`;
    case 'unmanaged':
      return html`<p>Describe it in a playbook, remove it on the host, or accept all that is unmanaged now:</p>${command(['drift', ...words(run, hosts), '--baseline'])}`;
    case 'unreachable':
    case 'lost':
      return html`<p>Look whether the host is up and its SSH answers, then:</p>${again(run, hosts)}`;
    case 'failed':
    case 'not-converged':
    case 'reverted':
      return html`<p>Remove the cause, then:</p>${again(run, hosts)}<p>What earlier runs saw of it:</p>${hosts.slice(0, 1).map((host) => command(['history', ...subject(host, resource)]))}`;
    default:
      return undefined;
  }
}

/** What was done, on these hosts only. */
function again(run: Run, hosts: readonly string[]): Html {
  const argv = COMMANDS[run.report.record.mode].split(' ');
  return command([...argv, ...words(run, hosts)]);
}

/** The command of the history that tells the life of a resource, or else of its host. */
function subject(host: string, resource: string): string[] {
  const [, network] = /^network (.+)$/.exec(resource) ?? [];
  return network === undefined ? ['host', host] : ['network', `${host}/${network}`];
}

function words({ playbooks, report: { inventory, record } }: Run, hosts: readonly string[]): string[] {
  const isAll = hosts.length === record.hosts.length || hosts.length > NAMED;
  const limit = isAll ? [] : ['--limit', hosts.toSorted(byName).join(',')];
  return [...playbooks, ...inventory.flatMap((source) => ['-i', source]), ...limit];
}

function command(argv: readonly string[]): Html {
  const words = ['virtfleet', ...argv].map((word) => html`<span>${quote([word])}</span>`);
  return html`<pre class="command">${joined(words, ' ')}</pre>`;
}

/** JSON is YAML, too. */
function waiver({ hosts, resource }: Item, { report }: Run): Html {
  const until = new Date(Date.parse(report.record.ended) + DAYS * 86_400_000).toISOString().slice(0, 10);
  const lines = [
    `- hosts: ${JSON.stringify(hosts.toSorted(byName).join(','))}`,
    `  resource: ${JSON.stringify(resource)}`,
    '  reason: …',
    `  who: ${JSON.stringify(report.record.operator)}`,
    `  until: ${JSON.stringify(until)}`,
  ];
  return html`<details><summary>Allow it for a while</summary><p>In <code>waivers.yaml</code> beside the playbook:</p><pre>${lines.map(
    (line) => html`${line}
`,
  )}</pre></details>`;
}
