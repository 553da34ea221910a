import { createHash, type Hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folders beside an inventory file that belong to it. */
const BESIDE = ['group_vars', 'host_vars'];
/** Files of a folder that are no inventory. */
const IGNORED = /^\.|~$|\.(retry|pyc|orig|bak|swp)$/;

/**
 * A digest of the sources of an inventory: whether two runs had the same one. What cannot be read counts by its name.
 */
export function inventoryHash(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    add(hash, source, source);
    if (isFile(source)) for (const name of BESIDE) add(hash, name, join(dirname(source), name));
  }
  return hash.digest('hex').slice(0, 16);
}

function isLinkedFolder(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && !isFile(path);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function add(hash: Hash, name: string, path: string): void {
  hash.update(`${JSON.stringify(name)}\n`);
  try {
    if (statSync(path).isDirectory())
      for (const entry of readdirSync(path).toSorted()) {
        // A link may lead round in a circle.
        if (!IGNORED.test(entry) && !isLinkedFolder(join(path, entry))) add(hash, entry, join(path, entry));
      }
    else hash.update(readFileSync(path));
  } catch {
    // A list of hosts, or a file that is reported elsewhere.
  }
}
