import { type Place, ProblemError } from '../../problem.ts';
import { isMap } from '../../template/values.ts';

/**
 * The pairs of `with_subelements: [LIST, KEY, { skip_missing: true }]`: each element with each item of the list that
 * stands in it below KEY, which may be a path with dots.
 */
export function subelements(terms: unknown, place: Place): [unknown, unknown][] {
  const [list, path, options] = Array.isArray(terms) ? terms : [];
  const elements: unknown = isMap(list) ? Object.values(list) : list;
  if (!Array.isArray(elements) || typeof path !== 'string')
    throw refusal('it needs a list and the name of a key', place);
  const skips = isMap(options) && options.skip_missing === true;
  return elements
    .filter((one) => !(isMap(one) && one.skipped))
    .flatMap((element, index) => {
      const items = path.split('.').reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), element);
      if (Array.isArray(items)) return items.map((item): [unknown, unknown] => [element, item]);
      if (items === undefined && skips) return [];
      throw refusal(`element ${index} has no list \`${path}\``, place);
    });
}

function refusal(why: string, place: Place): ProblemError {
  return new ProblemError([
    {
      code: 'bad-subelements',
      summary: 'Subelements cannot be read',
      detail: `\`with_subelements\`: ${why}.`,
      place,
      hint: 'Write it as ["{{ list }}", key], and { skip_missing: true } behind it where not all have the key.',
    },
  ]);
}
