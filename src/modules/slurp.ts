import * as z from 'zod';
import { fileAt, whyUnread } from '../host/files.ts';
import type { Plan } from '../plan/plan.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

export const slurp = defineModule({
  name: 'slurp',
  onlyReads: true,
  selfContained: true,
  summary: 'Read a file of the host into a variable',
  description:
    'What register keeps has content, which the filter b64decode turns into text. It changes nothing.',
  example: 'slurp: { src: /etc/machine-id }',
  aliases: { path: 'src' },
  args: z.strictObject({ src: path.describe('Path of the file on the host') }),
  observe: ({ src }) => ({ at: fileAt(src) }),
  plan: ({ src }, { at }): Plan => {
    if (at.kind === 'absent') return { changes: [], failure: `${src} is not there.` };
    if (at.kind !== 'file') return { changes: [], failure: `${src} is a ${at.kind}, not a file.` };
    if (typeof at.content !== 'string') return { changes: [], failure: whyUnread(src, at.content) };
    const content = Buffer.from(at.content).toString('base64');
    return { changes: [], result: { content, encoding: 'base64', source: src } };
  },
});
