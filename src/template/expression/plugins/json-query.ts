import jmespath from 'jmespath';
import { isMap } from '../../values.ts';
import { textOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { toData, ValueFault } from '../values/value.ts';

/** What the package has beside `search`, which its types do not tell. */
const { compile } = jmespath as unknown as { compile(expression: string): unknown };

/** Longer ones nest deeper than the stack is. */
const LONGEST_QUERY = 5000;

/** How often all of the data may stand in the result: `[@,@]|[@,@]|…` doubles it each time. */
const MOST_COPIES = 100_000;

/** community.general.json_query, by jmespath.js: of the two packages it agrees better with jmespath.py. */
export const jsonQuery = operation('expr', (data: unknown, [expression]) => {
  const query = textOf(expression, 'a query as text');
  if (query.length > LONGEST_QUERY) throw new ValueFault(`a query has at most ${LONGEST_QUERY} characters`);
  try {
    if (copies(compile(query)) > MOST_COPIES)
      throw new ValueFault('the query would repeat its data too often');
    return jmespath.search(bare(toData(data)), query) ?? null;
  } catch (error) {
    if (error instanceof ValueFault || !(error instanceof Error)) throw error;
    throw new ValueFault(`the query ${JSON.stringify(query)}: ${error.message}`, 'See jmespath.org.');
  }
});

/** The same data, of which a query finds its own keys and no others. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!isMap(value)) return value;
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bare(inner)])),
  );
}

/** At most how often a part of a query puts what it is given into its result. */
function copies(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((product: number, each) => product * copies(each), 1);
  if (!isMap(node)) return 1;
  const { type, children, value } = node;
  const own =
    (type === 'MultiSelectList' || type === 'MultiSelectHash') && Array.isArray(children)
      ? children.length
      : 1;
  return Math.max(1, own) * copies(children) * copies(value);
}
