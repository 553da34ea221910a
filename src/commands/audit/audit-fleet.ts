import { join } from 'node:path';
import { accepted } from '../../audit/accepted.ts';
import { findingsIn, inOrder } from '../../audit/evaluate.ts';
import type { AuditFinding } from '../../audit/finding.ts';
import type { AuditedHost, Fleet } from '../../audit/host-model.ts';
import { type Places, type PlayFacts, placed, placesIn, playFacts } from '../../audit/plays.ts';
import { policyFindings } from '../../audit/policies/apply-policies.ts';
import type { Policy } from '../../audit/policies/policy.ts';
import { AUDIT_QUESTIONS, answersIn } from '../../audit/questions.ts';
import { hostOf } from '../../audit/read-host.ts';
import { RULES } from '../../audit/rules/index.ts';
import { unseenOn } from '../../audit/unseen.ts';
import { waiverWarnings } from '../../drift/waivers.ts';
import { hiddenTexts } from '../../hidden-texts.ts';
import { inspectInRounds } from '../../inspect.ts';
import { loadInventory } from '../../inventory/load.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { type AuditReport, auditCode, type FailOn } from '../../report/audit/audit-report.ts';
import { formatWarnings } from '../../report/problems.ts';
import { unreadHost } from '../../report/unread-hosts.ts';
import { resolve } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { waiversIn } from '../execution/waivers-in.ts';

/** What an audit is besides its hosts. */
export interface Auditing {
  /** Where waivers.yaml is looked for. */
  folder: string;
  policies: readonly Policy[];
  failOn: FailOn;
}

const ASKED = { questions: AUDIT_QUESTIONS, answer: answersIn };

/** Reads the hosts, and judges what they answered. Rejects with ProblemError for bad input. */
export async function auditFleet(
  request: RunRequest,
  { folder, policies, failOn }: Auditing,
  io: Io,
): Promise<{ report: AuditReport; fleet: Fleet; bugs: readonly unknown[] }> {
  const { selection } = request;
  const { inventory } = loadInventory(selection.inventory, selection);
  const select = (pattern: string) => {
    const { hosts, problems } = selectHosts(inventory, pattern);
    return { names: hosts.map(({ name }) => name), problems };
  };
  const described = selection.playbooks.length > 0 ? await describedBy(request, io) : NOTHING;
  const waivers = waiversIn(join(folder, 'waivers.yaml'), select, { now: Date.now(), of: 'audit' });
  const pattern = described.hosts?.join(',') ?? 'all';
  const { inspections, warnings, bugs } = await inspectInRounds(pattern, ASKED, request, io);
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const hosts = inspections.flatMap((one): AuditedHost[] => {
    if (!('current' in one)) return [];
    const { answers, factsOf } = one.current;
    const groups = inventory.hosts.get(one.host)?.groups ?? [];
    return [hostOf({ name: one.host, groups }, answers, factsOf)];
  });
  const fleet: Fleet = { hosts, isWhole: hosts.length === inventory.hosts.size };
  const rules = [...RULES, ...policies.map(asRule)];
  const all = inOrder([...findingsIn(fleet, RULES), ...policyFindings(policies, fleet, described.plays)]);
  const findings = all.map((one): AuditFinding => accepted(placed(one, described.places), waivers));
  const late = waiverWarnings(waivers, new Set(hosts.map(({ name }) => name)));
  if (late.length > 0) io.err(formatWarnings(late, io));
  const unreachable = inspections.flatMap((one) =>
    'problem' in one ? [unreadHost(one.host, one.problem)] : [],
  );
  const report: AuditReport = hiddenTexts.concealAll({
    ...{ findings, unreachable, rules: rules.map(declared) },
    hosts: hosts.map(({ name }) => name),
    unseen: unseenOn(hosts),
    playbooks: selection.playbooks,
    inventory: selection.inventory,
    virtfleet: io.version,
    exitCode: auditCode({ findings, unreachable }, failOn),
  });
  return { report, fleet, bugs };
}

/** What playbooks say: whom they are about, where, and how. */
interface Described {
  hosts?: readonly string[];
  places: Places;
  plays: readonly PlayFacts[];
}

const NOTHING: Described = { places: new Map(), plays: [] };

/** What nobody has answered stays open: nothing is run. */
async function describedBy(request: RunRequest, io: Io): Promise<Described> {
  const { plays, hosts, warnings } = await resolve(request, { leavesOpen: true, signal: io.signal });
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  return { hosts: hosts.map(({ name }) => name), places: placesIn(plays), plays: plays.map(playFacts) };
}

function asRule({ id, severity, summary, text, todo }: Policy) {
  return { id, severity, summary, why: `policies.yaml says: ${text}`, todo };
}

function declared({ id, severity, summary, why, todo }: AuditReport['rules'][number]) {
  return { id, severity, summary, why, todo };
}
