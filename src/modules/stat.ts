import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type FileState, fileAt } from '../host/files.ts';
import { only, type Probe } from '../plan/probe.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  path: path.describe('Path on the host'),
  follow: z.literal(false).optional().describe('A link is shown as a link'),
  get_checksum: z.boolean().default(true).describe('Whether the result has the checksum of a file'),
  checksum_algorithm: z.enum(['sha1', 'sha256', 'sha512', 'md5']).default('sha1').describe('Its kind'),
  get_mime: z.literal(false).optional().describe('The type of the content is not read'),
  get_attributes: z.literal(false).optional().describe('Attributes of the file system are not read'),
});

type Numbers = Readonly<Record<string, number>>;

const NAMES = ['uid', 'gid', 'size', 'mtime', 'atime', 'ctime', 'inode', 'dev', 'nlink'];

export const stat = defineModule({
  name: 'stat',
  onlyReads: true,
  selfContained: true,
  summary: 'Read what is at a path of the host',
  description:
    'What register keeps has stat: exists, isreg, isdir, islnk, mode, pw_name, gr_name, size, checksum, … It changes nothing.',
  example: 'stat: { path: /etc/libvirt/hooks/network }',
  aliases: {
    dest: 'path',
    name: 'path',
    checksum_algo: 'checksum_algorithm',
    checksum: 'checksum_algorithm',
    mime: 'get_mime',
  },
  args,
  observe: ({ path: name }) => ({ at: fileAt(name), numbers: numbersOf(name) }),
  plan: ({ path: name, get_checksum, checksum_algorithm }, { at, numbers }) => {
    if (at.kind === 'absent') return { changes: [], result: { stat: { exists: false } } };
    const checksum =
      get_checksum && at.kind === 'file' && typeof at.content === 'string'
        ? { checksum: createHash(checksum_algorithm).update(at.content).digest('hex') }
        : {};
    return {
      changes: [],
      result: { stat: { exists: true, path: name, ...numbers, ...about(at), ...checksum } },
    };
  },
});

function about(at: FileState): Record<string, unknown> {
  const kinds = { isreg: at.kind === 'file', isdir: at.kind === 'directory', islnk: at.kind === 'link' };
  if (at.kind === 'link') return { ...kinds, lnk_source: at.target };
  if (at.kind !== 'file' && at.kind !== 'directory') return kinds;
  const { mode, owner, group } = at;
  const bits = Number.parseInt(mode, 8);
  const rights = ['oth', 'grp', 'usr'].flatMap((who, index) =>
    ['x', 'w', 'r'].map((right, bit): [string, boolean] => [
      `${right}${who}`,
      (bits & (1 << (3 * index + bit))) !== 0,
    ]),
  );
  return {
    ...{ ...kinds, mode, pw_name: owner, gr_name: group, ...Object.fromEntries(rights) },
    ...{ readable: true, writeable: true, executable: (bits & 0o111) !== 0 },
    ...(at.kind === 'file' && typeof at.content === 'string' && { size: Buffer.byteLength(at.content) }),
  };
}

/** What no change predicts; read as it is when the task runs. */
function numbersOf(name: string): Probe<Numbers> {
  return {
    key: `stat ${name}`,
    ask: {
      kind: 'script',
      script: 'stat -c "%u %g %s %Y %X %Z %i %d %h" -- "$1" 2>/dev/null || :',
      args: [name],
    },
    volatile: true,
    awaited: true,
    parse: (answers) => {
      const words = only(answers).stdout.toString().trim().split(' ').filter(Boolean);
      return Object.fromEntries(words.map((word, index) => [NAMES[index] ?? '', Number(word)]));
    },
  };
}
