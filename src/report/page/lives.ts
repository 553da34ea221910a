import { quote } from '../../plan/quote.ts';
import { counted } from '../fold.ts';
import { type Html, html } from './html.ts';
import type { Item } from './items.ts';
import { lifeLine } from './life-line.ts';
import { lifeKey, type PageDocument } from './page-document.ts';

/** Hosts of an entry whose lives are shown. */
const MOST = 12;

/** The lives of what an entry is about, of each of its hosts; where there are more, the command that tells them. */
export function livesOf(
  { hosts, resource, section }: Item,
  { report, lives }: PageDocument,
): Html | undefined {
  const differs = section === 'new' || section === 'known';
  const known = hosts.filter((host) => lives.has(lifeKey(host, resource)));
  const [first, ...others] = known.slice(0, MOST).flatMap((host) => {
    const life = lives.get(lifeKey(host, resource)) ?? [];
    return lifeLine(life, { host, now: report.record.ended, differs }) ?? [];
  });
  const untold = lives.size > 0 && differs ? hosts.length - Math.min(known.length, MOST) : 0;
  const more =
    others.length > 0
      ? html`<details><summary>The same of ${counted(others.length, 'more host')}</summary>${others}</details>`
      : undefined;
  return html`${first}${more}${untold > 0 ? commandFor(resource, untold) : undefined}`;
}

function commandFor(resource: string, count: number): Html | undefined {
  const [, network] = /^network (.+)$/.exec(resource) ?? [];
  if (network === undefined) return undefined;
  const words = quote(['virtfleet', 'history', 'network', `HOST/${network}`]);
  return html`<p class="note">The history of ${counted(count, 'more host')}: <code>${words}</code></p>`;
}
