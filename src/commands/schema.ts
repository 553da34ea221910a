import { playbookJsonSchema } from '../playbook/read/editor-schema.ts';
import { defineCommand } from './command.ts';

export const schema = defineCommand({
  name: 'schema',
  summary: 'Print the JSON schema of a playbook, for editors',
  options: {},
  examples: ['virtfleet schema > playbook.schema.json'],
  async run(_options, io) {
    io.out(`${JSON.stringify(playbookJsonSchema(), null, 2)}\n`);
    return 0;
  },
});
