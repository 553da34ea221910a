import * as z from 'zod';
import { LONGEST_RUN, running } from '../host/run-command.ts';
import { scriptStep } from '../plan/step.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

/** Part of a name: mktemp(1) takes no slash in it. */
const part = z.string().regex(/^[^/\0\n]*$/, 'a text without slashes');

export const tempfile = defineModule({
  name: 'tempfile',
  summary: 'Make a temporary file or folder with a new name, for later tasks',
  description: [
    'The name is in path of what the task registers. Each run makes another one, so it counts as changed each time, and a',
    'dry run does not know the name. Remove it by a task: file: { path: "{{ made.path }}", state: absent }.',
  ].join('\n'),
  example: 'tempfile: { state: directory, suffix: .build }',
  opaque: true,
  args: z.strictObject({
    state: z.enum(['file', 'directory']).default('file').describe('What is made; only its owner may use it'),
    path: path.optional().describe('Folder that it is made in; default /tmp, or TMPDIR'),
    prefix: part.default('ansible.').describe('What its name begins with'),
    suffix: part.default('').describe('What its name ends with'),
  }),
  observe: () => ({}),
  plan: ({ state, path: folder = '', prefix, suffix }) => {
    const what = `make a temporary ${state}`;
    const step = { ...scriptStep(what, MAKE, [state, folder, prefix, suffix]), seconds: LONGEST_RUN };
    return running(what, step, {}, {});
  },
  registers: ({ state }, output) => {
    const [mode = '', owner = '', group = '', uid, gid, size, ...name] = String(output.stdout).split(' ');
    if (name.length === 0) return output;
    const numbers = { uid: Number(uid), gid: Number(gid), size: Number(size) };
    const about = { path: name.join(' '), state, mode: mode.padStart(4, '0'), owner, group };
    return { changed: output.changed, failed: output.failed, ...about, ...numbers };
  },
});

const MAKE = `
folder=\${2:-\${TMPDIR:-/tmp}}; name=$folder/$3XXXXXXXX$4
if [ "$1" = directory ]; then made=$(mktemp -d -- "$name"); else made=$(mktemp -- "$name"); fi || exit
stat -c '%a %U %G %u %g %s %n' -- "$made"`;
