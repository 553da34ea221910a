import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLAYBOOK } from '../../adopt/written/files.ts';
import { ProblemError } from '../../problem.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { RunRequest } from '../../run-request.ts';
import { adoptHosts } from '../adopt/adopt.ts';
import type { Io } from '../command.ts';

/**
 * Asks what `adopt` asks, down to the drift check of the playbook that it would write: it is written, for a moment. What
 * cannot be adopted is a warning.
 */
export async function askAsAdopt(request: RunRequest, pattern: string, io: Io): Promise<void> {
  const into = mkdtempSync(join(tmpdir(), 'virtfleet-snapshot-'));
  const selection = { ...request.selection, playbooks: [join(into, PLAYBOOK)], tags: [], skipTags: [] };
  const options = { into, become: request.connection.become, withIds: false, withGuests: true };
  const silent: Io = { ...io, out: () => {}, err: () => {}, terminal: undefined };
  try {
    await adoptHosts({ ...request, selection }, { ...options, user: undefined }, silent, pattern);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    io.err(formatWarnings(error.problems, io));
  } finally {
    rmSync(into, { recursive: true });
  }
}
