import * as z from 'zod';

const NEVER_LEFT =
  'more than 0: a task is waited for. To leave something running, start a unit with the module service';

const number = (least: number, error: string) =>
  z.union([z.int().min(least), z.string().regex(/^\d*[1-9]\d*$|\{\{/)], { error });

/** What Ansible's users say of a task that takes long. */
export const asyncKeywords = {
  async: number(0, 'a number or an expression in {{ }}')
    .describe('Has no effect: what runs on the host has a limit of its own')
    .optional(),
  poll: number(1, NEVER_LEFT).describe('Has no effect: a task is waited for').optional(),
};
