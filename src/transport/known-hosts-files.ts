import { createHmac, randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { knownHostsLine } from './host-key-refusal.ts';
import { type KnownHost, parseKnownHosts } from './known-hosts.ts';

/** The known_hosts files of a run; each is read once. */
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
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await appendFile(file, `${knownHostsLine(hashed ? hash(name) : name, key)}\n`, { mode: 0o600 });
      parsed.delete(file);
    },
  };
}

/** A file that is not there knows no host; one that cannot be read must not pass for that. */
async function readLines(file: string): Promise<KnownHost[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw error;
  });
  return parseKnownHosts(text, file);
}

function hash(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name.toLowerCase()).digest('base64')}`;
}
