import { randomUUID } from 'node:crypto';
import { accessSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemMessage } from '../../inventory/read-text.ts';
import { UsageError } from '../declaration/option.ts';

/** Throws when a report could not be written there, before any host is contacted. */
export function checkReport(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('It is a folder.');
    if (isReplaced(path)) accessSync(dirname(target(path)), constants.W_OK);
    else accessSync(path, constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Writes a report. A reader gets the previous report or the new one, never a half; a link stays, and what it leads to is
 * written. A pipe or a device, such as /dev/stdout, is written as it is. `mode` is that of the new file.
 */
export function writeReport(path: string, text: string, mode = 0o666): void {
  try {
    if (isReplaced(path)) replace(target(path), text, mode);
    else writeFileSync(path, text);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function replace(file: string, text: string, mode: number): void {
  const temporary = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(temporary, text, { mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Whether a new file takes the place of what is there. */
function isReplaced(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Where a link leads. */
function target(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path;
}

/** What is said of a report that cannot be written. */
export function cannotWrite(path: string, error: unknown): UsageError {
  return new UsageError(`${path} cannot be written: ${systemMessage(error)}`);
}
