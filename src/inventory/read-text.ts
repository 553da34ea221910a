import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCollection, LineCounter, visit } from 'yaml';
import { hiddenTexts } from '../hidden-texts.ts';
import type { Place } from '../problem.ts';
import { readFiles } from '../read-files.ts';
import { shippedFiles } from '../shipped-files.ts';
import { parseYaml } from '../yaml/parse.ts';
import { VAULT_HEADER, vaultKeys } from '../yaml/vault.ts';
import type { Findings } from './host.ts';

/** No inventory is this large. A disk image given by mistake is. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file, or undefined with the reason among the problems. A leading byte order mark is removed,
 * except for a file that is copied unchanged.
 */
export function readText(path: string, { problems }: Findings, asItIs = false): string | undefined {
  const refuse = (detail: string) => {
    problems.push({
      code: 'unreadable-file',
      summary: 'A file cannot be read',
      detail: `${path}: ${detail}`,
    });
    return undefined;
  };
  try {
    const shipped = shippedFiles.bytes(path);
    if (!shipped && statSync(path).size > MAX_BYTES) return refuse('it is larger than 64 MiB.');
    const bytes = shipped ?? readFileSync(path);
    readFiles.note(resolve(path), bytes);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: asItIs }).decode(bytes);
    if (vaultKeys.isEmpty || !text.startsWith(VAULT_HEADER)) return text;
    const opened = vaultKeys.open(text);
    if (opened === undefined) return refuse('none of the given passwords of ansible-vault decrypts it.');
    for (const value of secretsIn(opened)) hiddenTexts.open(value);
    return opened;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return refuse('it is not text in UTF-8.');
    return refuse(systemMessage(error));
  }
}

/** What is secret of a file: of variables their values, but not their names; of any other file each line. */
function secretsIn(text: string): string[] {
  const { root, isBroken } = parseYaml(text, new LineCounter(), 'ansible', () => NOWHERE);
  if (isBroken || !isCollection(root)) return text.split('\n');
  const values: string[] = [];
  visit(root, {
    Scalar(key, { value, source }) {
      if (key !== 'key' && typeof value === 'string') values.push(value);
      if (key !== 'key' && typeof value === 'number') values.push(source ?? String(value));
    },
  });
  return values;
}

const NOWHERE: Place = { file: '', line: 1, column: 1 };

/** The system's message of a failed call, without the path, which the caller names. */
export function systemMessage(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const said = (code === undefined ? undefined : MESSAGES[code]) ?? message;
  return `${said.replace(/\.$/, '')}.`;
}

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'the name is too long',
  ERR_INVALID_ARG_VALUE: 'no path has a NUL character',
};
