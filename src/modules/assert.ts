import * as z from 'zod';
import { truthOf } from '../template/expression/values/operators.ts';
import { lines } from './arguments.ts';
import { defineModule } from './module.ts';

/** As in Ansible, any value: what is empty, 0 or null does not hold. */
const condition = z.unknown().transform(truthOf);

export const assert = defineModule({
  name: 'assert',
  onlyReads: true,
  summary: 'Stop a host if a condition is not met',
  example: 'assert: { that: size(guests) < 250, fail_msg: too many guests for a /24 }',
  aliases: { msg: 'fail_msg' },
  expressions: ['that'],
  args: z.strictObject({
    that: z
      .union([z.array(condition).min(1, 'at least one condition'), condition.transform((one) => [one])])
      .describe('Expressions that must all be true'),
    fail_msg: lines.optional().describe('Message if a condition is not met'),
    success_msg: lines.optional().describe('Message if all conditions are met'),
    quiet: z.boolean().optional().describe('Has no effect: a success is silent anyway'),
  }),
  prepare: ({ that, fail_msg, success_msg }, { placeOf }) => ({
    broken: that.flatMap((holds, index) => (holds ? [] : [placeOf(['that', index])])),
    fail_msg,
    success_msg,
  }),
  observe: () => ({}),
  plan: ({ broken, fail_msg, success_msg }) => {
    if (broken.length === 0)
      return { changes: [], ...(success_msg !== undefined && { message: success_msg }) };
    const places = broken.map(({ file, line, column }) => `${file}:${line}:${column}`);
    const which = places.length === 1 ? 'This condition does' : 'These conditions do';
    return { changes: [], failure: fail_msg ?? [`${which} not hold:`, ...places].join('\n') };
  },
});
