import { recentLife } from '../../history/questions/recent-life.ts';
import type { Episode } from '../../history/questions/timeline.ts';
import type { Recorder } from '../../history/recorder.ts';
import type { Report } from '../../report/files/report.ts';
import { itemsOf } from '../../report/page/items.ts';
import { lifeKey, type PageDocument } from '../../report/page/page-document.ts';

/** Resources of hosts of which the history is asked: the first that the page names. */
const MOST = 100;

/** What the HTML file shows: the report, and what the history knows of all that the page names. */
export async function pageDocument(
  report: Report,
  about: Pick<PageDocument, 'playbooks' | 'evidence'>,
  history: Pick<Recorder, 'ask'> | undefined,
): Promise<PageDocument> {
  const named = itemsOf(report).flatMap(({ hosts, resource }) => hosts.map((host) => ({ host, resource })));
  const lives = new Map<string, readonly Episode[]>();
  for (const one of named.slice(0, MOST)) {
    const life = await history?.ask((db, run) => recentLife(db, one, run));
    // A history that does not answer is not asked again.
    if (!life) break;
    lives.set(lifeKey(one.host, one.resource), life);
  }
  return { report, ...about, lives };
}
