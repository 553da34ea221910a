import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { systemMessage } from '../../inventory/read-text.ts';
import { UsageError } from '../declaration/option.ts';

/** A file as it was, undefined where it was not there, and as it is to be. */
export interface FileChange {
  path: string;
  before: string | undefined;
  after: string;
}

/**
 * Writes all of these files, or none: each is the old one or the new one at any moment. Throws UsageError for what cannot
 * be written, and for a file that somebody else has written meanwhile.
 */
export function writeFiles(files: readonly FileChange[]): void {
  const done: FileChange[] = [];
  for (const file of files)
    try {
      write(file);
      done.push(file);
    } catch (error) {
      restoreFiles(done);
      throw new UsageError(`nothing is written: ${file.path} cannot be: ${systemMessage(error)}`);
    }
}

/** Puts files back as they were. */
export function restoreFiles(files: readonly FileChange[]): void {
  for (const { path, before, after } of files)
    if (before === undefined) rmSync(path, { force: true });
    else write({ path, before: after, after: before });
}

function write({ path, before, after }: FileChange): void {
  if (before === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    // It fails where a file has come meanwhile.
    writeFileSync(path, after, { flag: 'wx' });
    return;
  }
  // A link stays, and what it leads to is written.
  const file = realpathSync(path);
  if (readFileSync(file, 'utf8') !== before) throw new Error('somebody else has written it meanwhile');
  const temporary = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(temporary, after, { flag: 'wx', mode: 0o600 });
    chmodSync(temporary, statSync(file).mode & 0o7777);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
