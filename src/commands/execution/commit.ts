import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit of a project's files; `changed` if files differ from it. */
export interface Commit {
  id: string;
  changed: boolean;
}

const run = promisify(execFile);

/** Milliseconds: a repository on a slow disk must not delay a report. */
const PATIENCE = 5_000;

/**
 * The commit of a folder; undefined outside a repository, and without git. Files that nobody added to it count as changes
 * unless `untracked` is false.
 */
export async function commitOf(
  folder: string,
  { untracked = true }: { untracked?: boolean } = {},
): Promise<Commit | undefined> {
  // A repository can name programs that git runs to find changes, and git may write to its index. Both are switched off.
  const quiet = ['--no-optional-locks', '-c', 'core.fsmonitor=false'];
  const git = (...words: string[]) =>
    run('git', ['-C', folder, ...quiet, ...words], {
      timeout: PATIENCE,
      maxBuffer: Number.POSITIVE_INFINITY,
    });
  try {
    const { stdout } = await git('rev-parse', '--verify', 'HEAD');
    const files = untracked ? [] : ['--untracked-files=no'];
    const changes = await git('status', '--porcelain', ...files, '--', '.');
    return { id: stdout.trim(), changed: changes.stdout !== '' };
  } catch {
    return undefined;
  }
}
