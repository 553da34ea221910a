import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files of variables in a folder, in the order of their names; none where there is no such folder. */
export function filesOfVariables(folder: string): string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((one) => !one.isDirectory());
    return names
      .flatMap(({ name }) => (/\.(?:ya?ml|json)$/.test(name) ? [join(folder, name)] : []))
      .toSorted();
  } catch {
    return [];
  }
}
