import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that the files of a project are at; `changed` when some of them are not as they were committed. */
export interface Commit {
  id: string;
  changed: boolean;
}

const run = promisify(execFile);

/** Milliseconds: a report is not held up by a repository on a slow disk. */
const PATIENCE = 5_000;

/** What git says of a folder; undefined outside of a repository, and without git. */
export async function commitOf(folder: string): Promise<Commit | undefined> {
  // A repository can name programs that git runs to look for changes, and once it writes down what it saw: not here.
  const quiet = ['--no-optional-locks', '-c', 'core.fsmonitor=false'];
  const git = (...words: string[]) =>
    run('git', ['-C', folder, ...quiet, ...words], {
      timeout: PATIENCE,
      maxBuffer: Number.POSITIVE_INFINITY,
    });
  try {
    const { stdout } = await git('rev-parse', '--verify', 'HEAD');
    const changes = await git('status', '--porcelain', '--', '.');
    return { id: stdout.trim(), changed: changes.stdout !== '' };
  } catch {
    return undefined;
  }
}
