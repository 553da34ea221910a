import { existsSync } from 'node:fs';
import { quote } from '../../plan/quote.ts';
import type { Problem } from '../../problem.ts';
import { type PlanFile, signedBytes } from '../../saved-plan/saved-plan.ts';
import type { ProjectSettings } from './settings.ts';
import { type Signature, verified } from './signatures.ts';

/** Who approved a plan. */
export interface Approvals {
  /** Others than who made it, each once. */
  by: readonly string[];
  /** Signatures that do not count, a sentence each. */
  others: readonly string[];
  /** What is in the way of applying it. */
  problems: readonly Problem[];
}

/**
 * Counts approvals as GitHub counts reviews: of others than the author, and each person once. One signature that is not
 * over this plan spoils it: what was signed was something else.
 */
export function approvalsOf(
  path: string,
  { plan, signatures }: PlanFile,
  settings: ProjectSettings,
): Approvals {
  const { operator, email } = plan.author;
  const signers = {
    allowed: settings.allowedSigners,
    authors: email === null ? [operator] : [operator, email],
  };
  const bytes = signedBytes(plan);
  const all = signatures.map((text) => verified(bytes, text, signers));
  const by = [
    ...new Set(all.flatMap((one) => (one.principal !== undefined && !one.own ? one.principal : []))),
  ];
  const isForged = all.some(({ genuine }) => !genuine);
  const missing = settings.approvals - by.length;
  return {
    by,
    others: all.flatMap(whyNot),
    problems: [
      ...(isForged ? [FORGED] : []),
      ...(missing > 0 ? [unapproved(path, { by, settings, all })] : []),
    ],
  };
}

function whyNot({ genuine, principal, own }: Signature): string[] {
  if (!genuine) return ['One signature was made over something else.'];
  if (principal === undefined) return ['One signature is by somebody who may not approve.'];
  return own ? [`${principal} made the plan, which is no approval of it.`] : [];
}

function unapproved(
  path: string,
  { by, settings, all }: { by: readonly string[]; settings: ProjectSettings; all: readonly Signature[] },
): Problem {
  const { approvals, allowedSigners } = settings;
  const has = by.length === 0 ? 'nobody has' : `only ${by.join(', ')} has`;
  const listed = existsSync(allowedSigners) ? '' : ` There is no ${allowedSigners}, which says who may.`;
  return {
    code: 'unapproved-plan',
    summary: 'The plan is not approved',
    detail: [
      `virtfleet.yaml asks for ${approvals} to approve it; ${has}.${listed}`,
      ...all.flatMap(whyNot),
    ].join(' '),
    hint: `Somebody else who is in ${allowedSigners} approves it, KEY being their key of SSH:`,
    command: approveCommand(path),
  };
}

/** The command with which somebody approves a plan. */
export function approveCommand(path: string): string {
  return `virtfleet plan approve ${quote([path])} --key KEY`;
}

const FORGED: Problem = {
  code: 'forged-plan',
  summary: 'A signature of the plan was made over something else',
  detail: 'The file was changed since it was signed, or the signature is of another plan.',
  hint: 'Take the file as it was saved, or save a new plan.',
};
