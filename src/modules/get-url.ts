import * as z from 'zod';
import { checksumAt, download } from '../host/download.ts';
import { existence, type FileState, fileAt } from '../host/files.ts';
import { modeAfter } from '../host/owned-path.ts';
import { attributesChange, given as givenOf } from '../host/paths/path-change.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { fileMode, ownership, path } from './arguments.ts';
import { defineModule } from './module.ts';

const checksum = z
  .string()
  .regex(
    /^(md5|sha1|sha224|sha256|sha384|sha512):[0-9A-Fa-f]+$/,
    'a sum such as sha256:0123…, not an address',
  )
  .transform((text) => text.toLowerCase());

const args = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\/[^\s"\\]+$/, 'an address such as https://example.org/image.qcow2')
    .describe('What to fetch'),
  dest: path.describe('File on the host, or a folder that is there'),
  checksum: checksum.optional().describe('Its checksum; a file with another one is fetched again'),
  mode: fileMode,
  ...ownership,
  force: z
    .literal(false, {
      error: 'false: a file that is there stays. With a checksum another content is fetched',
    })
    .optional()
    .describe('Only false: a file that is there stays, unless its checksum is another'),
  validate_certs: z.literal(true).optional().describe('Only true: certificates are checked'),
  timeout: z.int().min(1).max(3600).default(10).describe('Seconds until the server has to answer'),
});
type Desired = z.output<typeof args>;

export const getUrl = defineModule({
  name: 'get_url',
  selfContained: true,
  summary: 'Fetch a file from a web server, on the host',
  description: [
    'The host fetches it with curl or wget. What is there is not fetched again, unless a checksum is given and differs.',
    'The content cannot be predicted: a dry run marks later tasks as unverified.',
  ].join('\n'),
  example: 'get_url: { url: "https://example.org/image.qcow2", dest: /srv/images/image.qcow2, mode: "0644" }',
  args,
  resource: ({ dest }) => `file ${dest}`,
  observe: (desired) => ({
    at: fileAt(desired.dest),
    inside: fileAt(within(desired)),
    ...fileSession(desired.dest),
    ...(desired.checksum !== undefined && {
      sum: checksumAt(desired.dest, kindOf(desired.checksum)),
      sumInside: checksumAt(within(desired), kindOf(desired.checksum)),
    }),
  }),
  plan: (desired, { at, inside, sum, sumInside, session }): Plan => {
    const isFolder = at.kind === 'directory';
    const dest = isFolder ? within(desired) : desired.dest;
    const [file, known] = isFolder ? [inside, sumInside] : [at, sum];
    if (file.kind === 'directory' || file.kind === 'other')
      return { changes: [], failure: `${dest} is there, and it is no file.` };
    const result = { url: desired.url, dest };
    const isRight = file.kind !== 'absent' && (!desired.checksum || desired.checksum === known);
    return {
      ...filePlan(dest, isRight ? owned(desired, dest, file) : [fetched(desired, dest, file)], session),
      result,
    };
  },
});

function within({ dest, url }: Desired): string {
  const name = new URL(url).pathname.split('/').at(-1);
  return `${dest === '/' ? '' : dest}/${name || 'index.html'}`;
}

function kindOf(sum: string): string {
  return sum.slice(0, sum.indexOf(':'));
}

function fetched({ url, checksum: sum, timeout, ...given }: Desired, dest: string, at: FileState): Change {
  const now = at.kind === 'file' ? at : { mode: '0644', owner: 'root', group: 'root' };
  const { owner = now.owner, group = now.group } = given;
  return {
    action: at.kind === 'absent' ? 'create' : 'update',
    proof: 'opaque',
    what: `file ${dest}`,
    before: at.kind === 'absent' ? null : at.kind,
    after: `fetched from ${new URL(url).host}`,
    impact: NO_IMPACT,
    steps: [
      download({
        url,
        dest,
        timeout,
        sum,
        mode: modeAfter(given.mode, now.mode),
        owner: `${owner}:${group}`,
      }),
    ],
    predictions: [predict(existence(dest), true)],
  };
}

/** What is there keeps its content. */
function owned(desired: Desired, dest: string, at: FileState): Change[] {
  return at.kind === 'file' ? attributesChange(dest, at, givenOf(desired)) : [];
}
