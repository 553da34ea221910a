import { playbookJsonSchema } from '../playbook/read/editor-schema.ts';
import { defineCommand } from './command.ts';
import { schema as declaration } from './declaration/reference.ts';

export const schema = defineCommand(declaration, async (_options, io) => {
  io.out(`${JSON.stringify(playbookJsonSchema(), null, 2)}\n`);
  return 0;
});
