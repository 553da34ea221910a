import type { Place } from '../problem.ts';
import type { Variable } from '../template/interpolation/variable.ts';
import { PASSWORDS } from './connection.ts';
import type { Host } from './host.ts';
import { writtenValue } from './variable-at.ts';

/** A variable of a host: what it is, where that is written, and which values of the same name it hides. */
export interface Origin {
  name: string;
  value: unknown;
  place: Place | undefined;
  /** The next weaker one first. */
  hides: readonly { value: unknown; place: Place | undefined }[];
}

/** Where each variable of a host comes from, by name; magic variables come from nowhere and are left out. */
export function originsOf({ written }: Pick<Host, 'written'>): Origin[] {
  const byName = new Map<string, Variable[]>();
  for (const [name, variable] of written()) byName.set(name, [variable, ...(byName.get(name) ?? [])]);
  return [...byName]
    .map(([name, variables]) => {
      const [top, ...hides] = variables.map((variable) => ({
        value: PASSWORDS.has(name) ? '********' : writtenValue(variable),
        place: variable.place,
      }));
      return { name, value: top?.value, place: top?.place, hides };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
