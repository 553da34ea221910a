import * as z from 'zod';
import { defineModule } from './module.ts';

const args = z.strictObject({
  file: z.string().min(1).optional().describe('File of variables, in vars/ of the role or of the playbook'),
  dir: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of such files, which are read in the order of their names'),
  extensions: z
    .array(z.enum(['yaml', 'yml', 'json']))
    .optional()
    .describe('With dir, endings of the files that are read; if absent, all of these'),
  name: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'a name of letters, digits and underscores')
    .optional()
    .describe('One variable that gets all of them as a map'),
});

export const includeVars = defineModule({
  name: 'include_vars',
  summary: 'Set the variables of a YAML file for later tasks and plays',
  description:
    'Expressions in the file are computed at once. It overrides all variables except those of -e and set_fact.',
  example: 'include_vars: { file: vars/lab.yaml, name: lab }',
  freeForm: { argument: 'file', cut: false },
  args,
  prepare: ({ file, dir, name, extensions }, { report, variablesIn }) => {
    if ((file === undefined) === (dir === undefined)) {
      report({
        code: 'include-vars-arguments',
        summary: 'Arguments of include_vars do not fit together',
        detail: 'Write either `file` or `dir`.',
      });
      return { variables: {} };
    }
    const variables = variablesIn(file ?? dir ?? '', file === undefined ? 'dir' : 'file', extensions);
    return { variables: name === undefined ? variables : { [name]: variables } };
  },
  facts: ({ variables }) => variables,
  observe: () => ({}),
  plan: ({ variables }) => ({ changes: [], result: { ansible_facts: variables } }),
});
