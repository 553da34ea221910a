import * as z from 'zod';
import { defineModule } from './module.ts';

const args = z.strictObject({
  key: z.string().min(1).describe('The group; blanks become -'),
  parents: z
    .union([z.string().transform((name) => [name]), z.array(z.string())])
    .default(['all'])
    .describe('The groups above it'),
});

const nameOf = (text: string) => text.replaceAll(' ', '-');

export const groupBy = defineModule({
  name: 'group_by',
  onlyReads: true,
  summary: 'Put the host into a group of the inventory, for the rest of the run',
  description: [
    'Later plays name the group in hosts. Its group_vars count in plays whose hosts name a group that the inventory does',
    'not have.',
  ].join('\n'),
  example: `group_by: { key: "{{ 'large' if guests | length > 9 else 'small' }}_hosts" }`,
  args,
  joins: ({ key, parents }) => ({ group: nameOf(key), parents: parents.map(nameOf) }),
  observe: () => ({}),
  plan: () => ({ changes: [] }),
});
