import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectFile } from '../../adopt/written/files.ts';
import { inventoryText } from '../../adopt/written/project-files.ts';
import { splitPattern } from '../../inventory/split-pattern.ts';

/** Where the hosts come from, and the inventory that is to be written where none is given. */
interface AdoptedInventory {
  sources: readonly string[];
  /** The pattern of the hosts that are adopted. */
  pattern: string;
  file?: ProjectFile;
}

/** The inventory that is given, or that of the project; else one of the hosts that are named: `hv01,hv02`. */
export function inventoryFor(
  given: readonly string[],
  pattern: string,
  { folder, user }: { folder: string; user: string | undefined },
): AdoptedInventory {
  const path = join(folder, 'inventory.yaml');
  const isList = given.length > 0 && given.every((source) => source.includes(',') && !existsSync(source));
  if (given.length > 0 && !isList) return { sources: given, pattern };
  if (existsSync(path)) return { sources: [path], pattern };
  const names = splitPattern(isList ? given.join(',') : pattern);
  const areHosts = names.every((name) => /^[\w.-]+$/.test(name) && name !== 'all');
  if (!areHosts || names.length === 0) return { sources: given, pattern };
  const text = inventoryText(names, user);
  return {
    sources: [`${names.join(',')},`],
    pattern: isList ? pattern : 'all',
    file: { path: 'inventory.yaml', before: undefined, after: text },
  };
}
