import type { Finding, Since } from '../../drift/finding.ts';
import { findingsOf } from '../../drift/findings.ts';
import type { Waivers } from '../../drift/waivers.ts';
import { differenceSince } from '../../history/questions/difference-since.ts';
import type { Recorder } from '../../history/recorder.ts';
import type { Evidence } from '../../plan/evidence.ts';
import type { Listener } from '../../plan/run-event.ts';
import type { RunRecord } from '../../report/run-record.ts';

/** Listens to what hosts say beside their tasks. */
export class EvidenceListener {
  readonly byHost = new Map<string, Evidence>();

  readonly listener: Listener = (event) => {
    if (event.type === 'host-evidence') this.byHost.set(event.host, event.evidence);
  };
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
