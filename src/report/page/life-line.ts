import type { Episode } from '../../history/questions/timeline.ts';
import { counted } from '../fold.ts';
import { type Html, html } from './html.ts';
import { span, timeMark } from './times.ts';

const WIDTH = 640;
const HEIGHT = 34;
/** Pixels at the ends, for marks. */
const EDGE = 8;
/** Episodes that are told in words: the latest. */
const TOLD = 5;

/** Whose life it is, when the line ends, and whether it differs then. */
export interface Life {
  host: string;
  now: string;
  differs: boolean;
}

/** The life of a resource on a host as a line in time up to now, and its latest episodes in words, newest first. */
export function lifeLine(episodes: readonly Episode[], { host, now, differs }: Life): Html | undefined {
  const [first] = episodes;
  if (!first) return undefined;
  const from = Date.parse(startOf(first));
  const length = Math.max(1, Date.parse(now) - from);
  const x = (time: string) => Math.round(EDGE + ((Date.parse(time) - from) / length) * (WIDTH - 2 * EDGE));
  const shapes = episodes.map((episode) => shapeOf(episode, x));
  // Nobody looked between the last run and this one.
  const since = differs && !episodes.some(isOpen) ? x(lastOf(episodes)) : undefined;
  const recent =
    since !== undefined &&
    html`<rect class="drift maybe" x="${since}" y="12" width="${Math.max(3, WIDTH - EDGE - since)}" height="10"/>`;
  const earlier = episodes.length - TOLD;
  const told = episodes
    .slice(-TOLD)
    .toReversed()
    .map((episode) => html`<li class="${LOOKS[episode.kind]}">${wordsOf(episode, now)}</li>`);
  return html`<figure class="life"><figcaption><b>${host}</b> from ${timeMark(startOf(first))} to this check</figcaption>
<svg aria-hidden="true" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><path class="axis" d="M${EDGE} 17H${WIDTH - EDGE}"/>${shapes}${recent || undefined}<path class="now" d="M${WIDTH - EDGE} 5v24"/></svg>
<ul>${recent ? html`<li class="drift">${timeMark(now)} differs, found by this check</li>` : undefined}${told}${earlier > 0 ? html`<li>${counted(earlier, 'earlier episode')}</li>` : undefined}</ul></figure>`;
}

const LOOKS = { 'in-step': 'ok', drift: 'drift', changed: 'done', failed: 'bad' } as const;

function isOpen(episode: Episode): boolean {
  return episode.kind === 'drift' && !episode.repairedBy && !episode.goneIn;
}

function lastOf(episodes: readonly Episode[]): string {
  const times = episodes.map((episode) => ('at' in episode ? episode.at.time : episode.last.time));
  return times.toSorted().at(-1) ?? '';
}

function startOf(episode: Episode): string {
  return 'at' in episode ? episode.at.time : episode.first.time;
}

function shapeOf(episode: Episode, x: (time: string) => number): Html {
  switch (episode.kind) {
    case 'in-step':
      return html`<path class="fine" d="M${x(episode.first.time)} 17H${x(episode.last.time)}"/>`;
    case 'drift': {
      const end = (episode.repairedBy ?? episode.goneIn)?.time;
      const left = x(episode.first.time);
      // One that goes on does so to the end.
      const right = end === undefined ? WIDTH - EDGE : x(end);
      return html`<rect class="drift" x="${left}" y="12" width="${Math.max(3, right - left)}" height="10"/>`;
    }
    case 'changed':
      return html`<path class="done" d="M${x(episode.at.time)} 9l8 8l-8 8l-8 -8z"/>`;
    case 'failed':
      return html`<path class="bad" d="M${x(episode.at.time) - 5} 12l10 10m0 -10l-10 10"/>`;
  }
}

function wordsOf(episode: Episode, now: string): Html {
  switch (episode.kind) {
    case 'in-step':
      return html`${timeMark(episode.first.time)} in step, last seen so ${timeMark(episode.last.time)} (${counted(episode.runs, 'run')})`;
    case 'changed':
      return html`${timeMark(episode.at.time)} changed by ${episode.by} (run ${episode.at.run})`;
    case 'failed':
      return html`${timeMark(episode.at.time)} ${episode.status} (run ${episode.at.run})`;
    case 'drift': {
      const { what } = episode.change;
      const { repairedBy, goneIn } = episode;
      const end = repairedBy
        ? html`repaired ${timeMark(repairedBy.time)} by ${repairedBy.by} (run ${repairedBy.run})`
        : goneIn
          ? html`gone ${timeMark(goneIn.time)} (run ${goneIn.run})`
          : html`still there after ${span(episode.first.time, now)}`;
      return html`${timeMark(episode.first.time)} <code>${what}</code> differs, ${end}`;
    }
  }
}
