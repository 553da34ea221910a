import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commitOf } from '../../../src/commands/execution/commit.ts';
import { project } from '../project.ts';

/** A repository with these files, committed. */
function repository(files: Readonly<Record<string, string>>) {
  const folder = project(files);
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one');
  return { folder, git, id: git('rev-parse', 'HEAD').trim() };
}

it('is what git says of the folder, with whether files differ from it; nothing outside of a repository', async () => {
  expect(await commitOf(project({ 'site.yaml': 'a' }))).toBeUndefined();
  const { folder, id } = repository({ 'site.yaml': 'a' });
  expect(await commitOf(folder)).toEqual({ id, changed: false });
  writeFileSync(join(folder, 'site.yaml'), 'b');
  expect(await commitOf(folder)).toEqual({ id, changed: true });
});

it('is known however much has changed', async () => {
  const { folder, id } = repository({ 'site.yaml': 'a' });
  for (let index = 0; index < 6000; index += 1) writeFileSync(join(folder, `${'n'.repeat(200)}${index}`), '');
  expect(await commitOf(folder)).toEqual({ id, changed: true });
});

it('a program that a repository names is not run', async () => {
  const { folder, git } = repository({ 'site.yaml': 'a', 'hook.sh': '#!/bin/sh\ntouch "$0.ran"\n' });
  const hook = join(folder, '.git/hooks/post-index-change');
  copyFileSync(join(folder, 'hook.sh'), hook);
  chmodSync(hook, 0o755);
  // Read again, since it is newer, and found to be the same: git would write that down.
  utimesSync(join(folder, 'site.yaml'), 1, 1);
  git('config', 'core.fsmonitor', `sh ${join(folder, 'hook.sh')}`);
  expect(await commitOf(folder)).toMatchObject({ changed: false });
  expect(existsSync(`${hook}.ran`)).toBe(false);
});
