import { quote } from '../plan/quote.ts';
import type { AuditFinding } from './finding.ts';
import type { Fleet } from './host-model.ts';
import type { Found, Rule, Severity } from './rule.ts';

/** All that rules find in a fleet, the worst first; pure. What one rule says twice of one object is said once. */
export function findingsIn(fleet: Fleet, rules: readonly Rule[]): AuditFinding[] {
  const all = rules.flatMap((rule) => rule.find(fleet).map((found) => findingOf(rule, found)));
  const once = new Map(
    all.map((one) => [JSON.stringify([one.rule, one.host, one.object, one.evidence]), one]),
  );
  return inOrder([...once.values()]);
}

/** Errors first; within them in the order of rules, then of hosts and objects. */
export function inOrder(findings: readonly AuditFinding[]): AuditFinding[] {
  const rank = (severity: Severity) => (severity === 'error' ? 0 : 1);
  return findings.toSorted((one, other) => rank(one.severity) - rank(other.severity));
}

function findingOf({ id, severity, summary, why, todo }: Rule, found: Found): AuditFinding {
  const { host, object, evidence, command, lines } = found;
  const text = lines?.join('\n') ?? (command && isSafe(command) ? quote(command) : undefined);
  return {
    ...{ rule: id, severity, summary, host, object, evidence, why, todo },
    ...(text !== undefined && { command: text }),
  };
}

/** Names come from hosts: what a shell or a terminal might take for more is no command to copy. */
function isSafe(command: readonly string[]): boolean {
  return command.every((word) => /^[\w@%+:,./*=-]+$/.test(word));
}
