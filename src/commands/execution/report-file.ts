import { randomUUID } from 'node:crypto';
import { accessSync, constants, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemMessage } from '../../inventory/read-text.ts';
import { UsageError } from '../declaration/option.ts';

/** Throws when a report could not be written there, before any host is contacted. */
export function checkReport(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('It is a folder.');
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Writes a report. A reader gets the previous report or the new one, never a half. */
export function writeReport(path: string, text: string): void {
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): UsageError {
  return new UsageError(`${path} cannot be written: ${systemMessage(error)}`);
}
