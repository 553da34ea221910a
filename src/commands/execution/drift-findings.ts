import type { Finding, Since } from '../../drift/finding.ts';
import { findingsOf } from '../../drift/findings.ts';
import { readWaivers } from '../../drift/waiver-file.ts';
import type { Waivers } from '../../drift/waivers.ts';
import { differenceSince } from '../../history/questions/difference-since.ts';
import type { Recorder } from '../../history/recorder.ts';
import type { Evidence } from '../../plan/evidence.ts';
import type { Listener } from '../../plan/run-event.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { RunRecord } from '../../report/run-record.ts';
import type { Resolved } from '../../resolve.ts';

/** Listens to what hosts say beside their tasks. */
export class EvidenceListener {
  readonly byHost = new Map<string, Evidence>();

  readonly listener: Listener = (event) => {
    if (event.type === 'host-evidence') this.byHost.set(event.host, event.evidence);
  };
}

/** The waivers of a file, for the hosts of an inventory. Throws ProblemError. `now` is in milliseconds since 1970. */
export function waiversIn(path: string, { select }: Pick<Resolved, 'select'>, now: number): Waivers {
  const wrong: Problem[] = [];
  const all = readWaivers(path).map((waiver) => {
    const { names, problems } = select(waiver.hosts);
    wrong.push(...problems.map((problem) => ({ ...problem, place: waiver.place })));
    return { waiver, hosts: new Set(names) };
  });
  if (wrong.length > 0) throw new ProblemError(wrong);
  return { all, met: new Set(), today: new Date(now).toISOString().slice(0, 10) };
}

/** All that is not in step, with what the history knows of it. */
export async function collectFindings(
  { tasks }: RunRecord,
  {
    evidence,
    waivers,
    history,
  }: { evidence: EvidenceListener; waivers: Waivers; history: Recorder | undefined },
): Promise<Finding[]> {
  const nothing: Since = {};
  return findingsOf({
    tasks,
    evidence: evidence.byHost,
    waivers,
    since: async (difference) =>
      (await history?.ask((db, run) => differenceSince(db, difference, run))) ?? nothing,
  });
}
