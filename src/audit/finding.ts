import type { Place } from '../problem.ts';
import type { Severity } from './rule.ts';

/** Something that a rule found: where, what was seen, why that matters, and what to do. Plain data without secrets. */
export interface AuditFinding {
  /** The id of the rule or policy. */
  rule: string;
  severity: Severity;
  /** What the rule finds, the same for all that it finds. */
  summary: string;
  host: string;
  /** `network lab`, `guest web1`; `host` for the host as a whole. */
  object: string;
  evidence: string;
  why: string;
  todo: string;
  /** Commands to copy, for the host, a line each. */
  command?: string;
  /** The task that describes it, where a playbook is given. */
  place?: Place;
  /** Of what is waived: why, who says so, and until when. */
  waiver?: { reason: string; who: string; until: string };
}
