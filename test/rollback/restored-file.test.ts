import { lstatSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { converge } from '../../src/engine/converge.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { restoredFile } from '../../src/rollback/restored-file.ts';
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
