import type { Path } from '../../template/interpolation/data.ts';
import { entry } from '../../template/values.ts';

/** The path as it was written: where one entry stands for a list of one, the schema's path has an index more. */
export function writtenPath(value: unknown, path: readonly PropertyKey[]): Path {
  const written: (string | number)[] = [];
  let within = value;
  for (const step of path) {
    if (typeof step === 'number' && !Array.isArray(within)) continue;
    written.push(typeof step === 'number' ? step : String(step));
    within = entry(within, String(step));
  }
  return written;
}
