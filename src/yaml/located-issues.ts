import type * as z from 'zod';
import type { Place } from '../problem.ts';
import type { YamlFile } from './yaml.ts';

/** Something that a schema has against a YAML file. */
export interface LocatedIssue {
  /** Where it is, from the part that was checked. */
  at: readonly (string | number)[];
  /** Set where the map at that place does not have such a key. */
  unknown?: string;
  message: string;
  place: Place;
}

/** What a schema has against the part of a file that lies at `from`, each with its place. */
export function locatedIssues(
  { issues }: z.ZodError,
  file: YamlFile,
  from: readonly (string | number)[] = [],
): LocatedIssue[] {
  return issues.flatMap((issue): LocatedIssue[] => {
    const at = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        at,
        unknown: key,
        message: issue.message,
        place: file.placeOfKey([...from, ...at, key]),
      }));
    const isKey = issue.code === 'invalid_key';
    // What is wrong with the key of a record stands within the issue.
    const message = isKey ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return [
      { at, message, place: isKey ? file.placeOfKey([...from, ...at]) : file.placeOf([...from, ...at]) },
    ];
  });
}
