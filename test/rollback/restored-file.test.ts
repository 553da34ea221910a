import { lstatSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { converge } from '../../src/engine/converge.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { restoration, restoredFile } from '../../src/rollback/restored-file.ts';
import { localHost } from '../engine/local-host.ts';
import { task } from '../engine/task.ts';

it.runIf(process.getuid?.() === 0)(
  'a folder comes back in place of a link, not where that leads',
  async () => {
    const { remote, folder } = localHost();
    const [path, elsewhere] = [join(folder, 'path'), join(folder, 'elsewhere')];
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, path);
    const desired = { run: 'none', path, before: 'directory 0755 root:root', folders: [] };
    const restores = task(restoredFile as unknown as AnyModule, desired, { become: false });
    const { outcome } = await converge('here', restores, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'changed' });
    expect(lstatSync(path).isDirectory()).toBe(true);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o700);
  },
);

it.each([
  ['file 0644 root:root b', 'file 0644 root:root a', 'content → content before the run'],
  ['file 0600 web:web b', 'file 0644 root:root b', 'mode 0600, owner web:web → mode 0644, owner root:root'],
  [
    'file 0600 root:root b',
    'file 0644 root:root a',
    'content, mode 0600 → content before the run, mode 0644',
  ],
  ['directory 0755 root:root', 'directory 0700 root:root', 'mode 0755 → mode 0700'],
  ['absent', 'directory 0700 root:root', 'null → directory, mode 0700, owner root:root'],
  ['file 0644 root:root a', 'absent', 'mode 0644, owner root:root → null'],
  ['file 0644 root:root a', 'link /run/a b', 'mode 0644, owner root:root → link /run/a b'],
  ['link a', 'link b', 'link a → link b'],
])('%s that was %s reads as other changes of files do', (now, before, said) => {
  const changes = restoration({ run: 'r', path: '/etc/lab.conf', before, folders: [] }, now);
  expect(changes.map((change) => `${change.before} → ${change.after}`)).toEqual([said]);
});
