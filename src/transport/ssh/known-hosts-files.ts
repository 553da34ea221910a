import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Unreachable } from '../unreachable.ts';
import { hashName, type KnownHost, knownHostsLine, parseKnownHosts } from './known-hosts.ts';

/** The known_hosts files of a run; each is read once. Both reject with `Unreachable` if a file cannot be read. */
export interface KnownHostsFiles {
  read(files: readonly string[]): Promise<KnownHost[]>;
  add(file: string, name: string, key: Buffer, hashed: boolean): Promise<void>;
}

export function createKnownHostsFiles(): KnownHostsFiles {
  const parsed = new Map<string, Promise<KnownHost[]>>();
  const lines = (file: string) => {
    const answer = parsed.get(file) ?? readLines(file);
    parsed.set(file, answer);
    return answer;
  };
  return {
    read: async (files) => (await Promise.all(files.map(lines))).flat(),
    async add(file, name, key, hashed) {
      const line = knownHostsLine(hashed ? hashName(name, randomBytes(20)) : name, key);
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await appendLine(file, line);
      } catch (error) {
        throw outOfReach(error, file);
      }
      parsed.delete(file);
    },
  };
}

/** In one write, so that lines that others append do not mix with it. The last line of a file may lack a newline. */
async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer : undefined;
    await handle.appendFile(`${last && last[0] !== NEWLINE ? '\n' : ''}${line}\n`);
  } finally {
    await handle.close();
  }
}

const NEWLINE = 0x0a;

/** A missing file knows no host. An unreadable file is an error, not an empty file. */
async function readLines(file: string): Promise<KnownHost[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw outOfReach(error, file);
  }
}

function outOfReach(error: unknown, file: string): Unreachable {
  return new Unreachable('config', { detail: `Known hosts in ${file}: ${codeOf(error) ?? error}` });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
