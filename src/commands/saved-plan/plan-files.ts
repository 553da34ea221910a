import { readFileSync, statSync } from 'node:fs';
import { systemMessage } from '../../inventory/read-text.ts';
import { ProblemError } from '../../problem.ts';
import { fileSchema, type PlanFile } from '../../saved-plan/saved-plan.ts';
import { checkReport, writeReport } from '../execution/report-file.ts';

/** A plan of 2 000 hosts has 40 MB. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Reads the file of a saved plan. Throws ProblemError for what is none. */
export function readPlan(path: string): PlanFile {
  const parsed = parsedFile(path);
  const version = (parsed as { plan?: { version?: unknown } } | null)?.plan?.version;
  if (version !== undefined && version !== 1)
    throw unreadable(`${path} has version ${JSON.stringify(version)} of the format; this Virtfleet knows 1.`);
  const result = fileSchema.safeParse(parsed);
  if (result.success) return result.data as PlanFile;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  throw unreadable(`${path} is no file of a saved plan: ${at && `${at}: `}${issue?.message}.`);
}

function parsedFile(path: string): unknown {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Error('it is no file');
    if (stat.size > MAX_BYTES) throw new Error('it is larger than 256 MiB');
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unreadable(`${path}: ${systemMessage(error)}`);
  }
}

function unreadable(detail: string): ProblemError {
  return new ProblemError([
    { code: 'unreadable-plan', summary: 'A saved plan cannot be read', detail, hint: HINT },
  ]);
}

const HINT = 'virtfleet run PLAYBOOK --check --plan FILE saves one.';

/** Throws when a plan could not be written there, before any host is contacted. */
export const checkPlanFile = checkReport;

/** Writes the file of a plan, which only its owner may read. */
export function writePlan(path: string, file: PlanFile): void {
  writeReport(path, `${JSON.stringify(file)}\n`, 0o600);
}
