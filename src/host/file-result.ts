import { createHash } from 'node:crypto';
import type { DesiredFile } from './file-change.ts';
import type { FileState } from './files.ts';
import { modeAfter } from './owned-path.ts';

type Result = Readonly<Record<string, unknown>>;

/** What `register` keeps of a task that writes a file. Source: the values that copy of Ansible 2.14 returns. */
export function fileResult(desired: DesiredFile, current: FileState): Result {
  const { path, content } = desired;
  const was = current.kind === 'file' ? current : { mode: '0644', owner: 'root', group: 'root' };
  const { owner = was.owner, group = was.group } = desired;
  const mode = modeAfter(desired.mode, was.mode);
  return {
    ...{ path, dest: path, state: 'file', mode, ...ownerResult({ owner, group }) },
    size: Buffer.byteLength(content),
    checksum: createHash('sha1').update(content).digest('hex'),
  };
}

/** Names, and the number of the one user whose number is the same everywhere. */
export function ownerResult({ owner, group }: { owner: string; group: string }): Result {
  return { owner, group, ...(owner === 'root' && { uid: 0 }), ...(group === 'root' && { gid: 0 }) };
}
