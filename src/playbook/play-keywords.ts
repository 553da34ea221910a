import * as z from 'zod';
import { name } from './variable-name.ts';

/** An entry of `vars_prompt`. */
const prompt = z.strictObject({
  name: name.describe('The variable'),
  prompt: z.string().describe('What is asked').optional(),
  default: z.unknown().describe('What an empty answer stands for').optional(),
  private: z.boolean().describe('Whether the answer is not shown; yes if not given').optional(),
  confirm: z.boolean().describe('Whether it is asked twice').optional(),
  unsafe: z.boolean().describe('Has no effect: an answer is text, and no expression').optional(),
});

export const prompts = z
  .array(prompt)
  .describe('Variables that are asked for at the terminal before a host is contacted, unless -e sets them');

/** How a play reaches its hosts, and root on them. */
export const connectionKeywords = {
  become_method: z
    .string()
    .describe('What becomes root where no ansible_become_method says it: sudo, doas or run0')
    .optional(),
  connection: z
    .string()
    .describe('How its hosts are reached where no ansible_connection says it: ssh, or local')
    .optional(),
  remote_user: z.string().describe('The login user where no ansible_user says it; wins over -u').optional(),
  port: z.union([z.int(), z.string()]).describe('The port of SSH where no ansible_port says it').optional(),
};
