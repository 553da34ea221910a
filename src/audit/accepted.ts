import { type Waivers, waivedBy } from '../drift/waivers.ts';
import type { AuditFinding } from './finding.ts';

/** The finding with the waiver that accepts it, where there is one. */
export function accepted(finding: AuditFinding, waivers: Waivers): AuditFinding {
  const { host, object, rule } = finding;
  const waiver = waivedBy(waivers, { host, resource: object }, rule);
  if (!waiver) return finding;
  const { reason, who, until } = waiver;
  return { ...finding, waiver: { reason, who, until } };
}
