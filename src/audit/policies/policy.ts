import type { Place } from '../../problem.ts';
import type { Expression } from '../../template/expression/expression.ts';
import type { Template } from '../../template/interpolation/text.ts';
import type { Severity } from '../rule.ts';

/** What a policy can be about; a policy sees it under this name, and its host as `host`. */
export const SUBJECTS = ['host', 'network', 'bridge', 'guest', 'play'] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

/** A rule of the site: what must hold of each network, bridge, guest, host or play. */
export interface Policy {
  id: string;
  severity: Severity;
  for: SubjectKind;
  /** What the policy is for, in a sentence. */
  summary: string;
  /** What to do. */
  todo: string;
  /** Must come to true. */
  expression: Expression;
  /** As it is written. */
  text: string;
  message: Template;
  tests: readonly PolicyTest[];
  /** Of its expression. */
  place: Place;
}

/** What a policy is to say of an object that somebody made up. */
export interface PolicyTest {
  name?: string | undefined;
  /** Whether it finds something, or the message that it gives. */
  finds: boolean | string;
  values: Readonly<Record<string, unknown>>;
  place: Place;
}

/** The names that a policy of a kind sees. */
export function namesFor(kind: SubjectKind): string[] {
  return kind === 'play' ? ['play'] : [...new Set(['host', kind])];
}
