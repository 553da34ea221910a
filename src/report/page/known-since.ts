import type { At, Finding } from '../../drift/finding.ts';
import { suspectLine } from '../drift/suspect-line.ts';
import { counted } from '../fold.ts';
import { type Html, html, joined } from './html.ts';
import { span, timeMark } from './times.ts';

/** Suspects that are named. */
const NAMED = 3;

/** A term and what is said of it. */
export type Fact = readonly [term: string, Html];

/** Since when findings that say the same are there, who may have been, and who applied it last. */
export function knownSince(findings: readonly Finding[], now: string): Fact[] {
  const seen = spread(findings.flatMap(({ since }) => since.firstSeen ?? []));
  const fine = spread(findings.flatMap(({ since }) => since.lastInStep ?? []));
  const applied = findings.flatMap((one) => one.applied ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  const suspects = findings.filter(({ suspect }) => suspect);
  const several = findings.length > 1;
  const first: Fact = seen
    ? ['First seen', html`${spreadHtml(seen)}, ${span(seen.first.time, now)} ago`]
    : ['First seen', html`in this check`];
  const who = suspects
    .slice(0, NAMED)
    .map(({ host, suspect }) => [
      several ? html`<b>${host}</b>: ` : undefined,
      suspect ? suspectLine(suspect, utcSeconds) : undefined,
    ]);
  const more = suspects.length - NAMED;
  return [
    first,
    ...(fine ? [['Last in step', html`${spreadHtml(fine)}, ${span(fine.last.time, now)} ago`] as const] : []),
    ...(who.length > 0
      ? [
          [
            'By whom',
            html`${joined(who, html`<br/>`)}${more > 0 ? `, and on ${counted(more, 'more host')}` : ''}`,
          ] as const,
        ]
      : []),
    ...(applied ? [['Last applied', html`${timeMark(applied.at)} by ${applied.by}`] as const] : []),
  ];
}

function utcSeconds(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}

interface Spread {
  first: At;
  last: At;
}

function spread(all: readonly At[]): Spread | undefined {
  const sorted = all.toSorted((one, other) => one.run - other.run);
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first && last && { first, last };
}

function spreadHtml({ first, last }: Spread): Html {
  const one = html`${timeMark(first.time)} (run ${first.run})`;
  return first.run === last.run ? one : html`${one} to ${timeMark(last.time)} (run ${last.run})`;
}
