import type { ChangeRecord } from '../../plan/task-record.ts';
import { printable } from '../../report/printable.ts';
import { when } from '../../report/when.ts';
import { wrapped } from '../../report/wrap.ts';
import type { At, Episode } from '../questions/timeline.ts';

/** The life of a resource, oldest first. */
export function resourceLines(name: string, episodes: readonly Episode[], width: number): string[] {
  const blocks = episodes.flatMap((episode) => {
    const [head = '', ...rest] = linesOf(episode);
    return [
      ...wrapped(`${when(startOf(episode).time)}  ${head}`, width),
      ...rest.flatMap((line) => wrapped(line, width, INDENT)),
    ];
  });
  return [printable(name), '', ...blocks];
}

const INDENT = ' '.repeat(21);

function startOf(episode: Episode): At {
  return 'at' in episode ? episode.at : episode.first;
}

function linesOf(episode: Episode): string[] {
  switch (episode.kind) {
    case 'in-step':
      return [`in step in ${spanOf(episode)}`];
    case 'changed':
      return [
        `changed by ${printable(episode.by)} in run ${episode.at.run}${episode.commit ? `, commit ${episode.commit.slice(0, 12)}` : ''}`,
        ...changeLines(episode.changes),
      ];
    case 'failed':
      return [
        `${episode.status} in run ${episode.at.run} of ${printable(episode.by)}`,
        ...(episode.message === null ? [] : [printable(episode.message)]),
      ];
    case 'drift':
      return [
        `differs in ${spanOf(episode)}`,
        ...changeLines([episode.change]),
        ...(episode.lastInStep ? [`last in step in ${runAt(episode.lastInStep)}`] : []),
        endOf(episode),
      ];
  }
}

function endOf({ repairedBy, goneIn }: Episode & { kind: 'drift' }): string {
  if (repairedBy) return `repaired by ${printable(repairedBy.by)} in ${runAt(repairedBy)}`;
  return goneIn ? `gone in ${runAt(goneIn)}` : 'not repaired yet';
}

function runAt({ run, time }: At): string {
  return `run ${run}, ${when(time)}`;
}

function spanOf({ first, last, runs }: { first: At; last: At; runs: number }): string {
  return runs === 1 ? `run ${first.run}` : `${runs} runs, ${first.run} to ${last.run}`;
}

function changeLines(changes: readonly ChangeRecord[]): string[] {
  return changes.map(
    ({ what, before, after }) =>
      `  ${printable(what)}: ${printable(before ?? '–')} → ${printable(after ?? '–')}`,
  );
}
