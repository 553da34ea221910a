import * as z from 'zod';
import { FACT_NAMES, FACT_SUBSETS, type FactSubset, type Facts, hostFacts } from '../host/facts.ts';
import { defineModule } from './module.ts';

const words = z.union([z.string().transform((text) => text.split(',')), z.array(z.string())]);

const args = z.strictObject({
  gather_subset: words
    .default(['all'])
    .describe(
      'all, min, network, hardware or virtual; with ! in front not that; min is always there, but with !min',
    ),
  filter: words.default(['*']).describe('Names of facts, with * and ?'),
  gather_timeout: z.int().optional().describe('Has no effect'),
  fact_path: z.literal('/etc/ansible/facts.d').optional().describe('Only /etc/ansible/facts.d'),
});

/** All variables that a play may get from facts. */
export const FACT_VARIABLES: readonly string[] = [
  'ansible_facts',
  ...FACT_NAMES.map((name) => `ansible_${name}`),
];

export const setup = defineModule({
  name: 'setup',
  onlyReads: true,
  selfContained: true,
  summary: 'Read facts of the host into variables',
  description: [
    'A play reads them by itself before its tasks if one of them uses a fact, unless it has gather_facts: false.',
    'ansible_facts has all of them, also those of each interface. Of /etc/ansible/facts.d files are read, and no',
    'program is run.',
  ].join('\n'),
  example: 'setup: { gather_subset: [min, network] }',
  args,
  answers: () => FACT_VARIABLES,
  observe: () => ({ facts: hostFacts }),
  plan: ({ gather_subset: subsets, filter }, { facts }) => ({
    changes: [],
    result: { ansible_facts: chosen(facts, subsets, filter) },
  }),
});

function chosen(
  facts: Facts,
  subsets: readonly string[],
  filter: readonly string[],
): Record<string, unknown> {
  const parts = subsetsOf(subsets);
  const all = Object.entries(Object.assign({}, ...parts.map((subset) => facts[subset])));
  const named = all.map(([name, value]): [string, unknown] => [`ansible_${name}`, value]);
  const patterns = filter.filter((one) => one !== '').map(globExpression);
  if (patterns.length === 0) return Object.fromEntries(named);
  return Object.fromEntries(
    named.filter(([name]) =>
      patterns.some((one) => one.test(name) || one.test(name.replace('ansible_', ''))),
    ),
  );
}

/**
 * What is read: facts of the platform also come with those of the network and the hardware, which stand on them.
 * Source: `get_collector_names` and `required_facts` in `module_utils/facts` of Ansible 2.14.
 */
function subsetsOf(written: readonly string[]): (FactSubset | 'platform')[] {
  const names = written.map((one) => one.trim());
  const excluded = names.flatMap((one) => (one.startsWith('!') ? [one.slice(1)] : []));
  const added = names.filter((one) => !one.startsWith('!'));
  const isAll = added.includes('all') || (added.length === 0 && !excluded.includes('all'));
  const chosen = FACT_SUBSETS.filter((subset) => {
    if (added.includes(subset)) return true;
    if (excluded.includes(subset)) return false;
    return subset === 'min' || isAll;
  });
  return chosen.some((subset) => subset !== 'virtual') ? ['platform', ...chosen] : chosen;
}

function globExpression(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
