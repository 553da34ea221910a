import { quote } from '../../plan/quote.ts';
import { driftCode } from '../../report/drift/drift-code.ts';
import { driftLines } from '../../report/drift/drift-lines.ts';
import { painter } from '../../report/paint.ts';
import { formatWarnings } from '../../report/problems.ts';
import { RunRecorder } from '../../report/run-record.ts';
import { wrapped } from '../../report/wrap.ts';
import { resolve } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { collectFindings, EvidenceListener } from '../execution/drift-findings.ts';
import { listened } from '../execution/listened.ts';

const NEXT =
  'A run changes nothing now, and records on the hosts what was applied. From then on drift tells what was changed there:';

/**
 * Compares hosts with the playbook that was written for them, prints what differs, and resolves to the exit code of
 * the comparison. It is no check of the history: nobody has applied anything yet. So where nothing differs, the last
 * line is the run that records it on the hosts. `login` are options that reach them.
 */
export async function checkAdopted(
  adopted: RunRequest,
  hosts: readonly string[],
  login: readonly string[],
  io: Io,
): Promise<number> {
  const { selection } = adopted;
  const request: RunRequest = {
    ...adopted,
    selection: { ...selection, limit: hosts.join(','), limitSets: undefined },
    mode: 'drift',
  };
  const resolved = await resolve(request);
  if (resolved.warnings.length > 0) io.err(formatWarnings(resolved.warnings, io));
  const recorder = new RunRecorder();
  const evidence = new EvidenceListener();
  const bugs = await listened(resolved, request, () => [recorder.listener, evidence.listener], io);
  for (const bug of bugs) throw bug;
  const { record } = recorder;
  const waivers = { all: [], met: new Set<never>(), today: '' };
  const findings = await collectFindings(record, { evidence, waivers, history: undefined });
  const unprivileged = [...evidence.byHost].flatMap(([host, one]) => (one.unprivileged ? [host] : []));
  const { playbooks, inventory } = selection;
  const page = {
    ...{ findings, tasks: record.tasks, hosts: record.hosts, unprivileged, interrupted: record.interrupted },
    repair: [...playbooks, ...inventory.flatMap((source) => ['-i', source]), ...login],
  };
  const lines = driftLines(page, { paint: painter(io.color), width: io.width, diff: false, expand: false });
  const code = driftCode(findings, record, 'any');
  const next =
    code === 0 ? ['', ...wrapped(NEXT, io.width), `    virtfleet ${quote(['run', ...page.repair])}`] : [];
  io.out([...lines, ...next].map((line) => `${line}\n`).join(''));
  return code;
}
