import { ProblemError } from '../../problem.ts';
import { signedBytes } from '../../saved-plan/saved-plan.ts';
import type { Io } from '../command.ts';
import { approvalsOf } from './approvals.ts';
import { readPlan, writePlan } from './plan-files.ts';
import { projectSettings } from './settings.ts';
import { signed } from './signatures.ts';

/** Signs a plan and says how it stands. Resolves to the exit code. */
export function approve(path: string, key: string, io: Io): number {
  const file = readPlan(path);
  const settings = { ...projectSettings(), approvals: 0 };
  const { problems, by: before } = approvalsOf(path, file, settings);
  if (problems.length > 0) throw new ProblemError(problems);
  const signature = signed(signedBytes(file.plan), key);
  const own = approvalsOf(path, { plan: file.plan, signatures: [signature] }, settings);
  writePlan(path, { plan: file.plan, signatures: [...file.signatures, signature] });
  const [name] = own.by;
  const already = name !== undefined && before.includes(name) ? ', as before' : '';
  const said = name === undefined ? `Signed. ${own.others.join(' ')}` : `Approved by ${name}${already}.`;
  io.out(`${said}\n`);
  return 0;
}
