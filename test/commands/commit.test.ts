import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commitOf } from '../../src/commands/commit.ts';
import { project } from './project.ts';

it('is what git says of the folder, with whether files differ from it; nothing outside of a repository', async () => {
  const folder = project({ 'site.yaml': 'a' });
  expect(await commitOf(folder)).toBeUndefined();
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one');
  const id = git('rev-parse', 'HEAD').trim();
  expect(await commitOf(folder)).toEqual({ id, changed: false });
  writeFileSync(join(folder, 'site.yaml'), 'b');
  expect(await commitOf(folder)).toEqual({ id, changed: true });
});

it('a program that a repository names is not run', async () => {
  const folder = project({ 'site.yaml': 'a', 'hook.sh': '#!/bin/sh\ntouch "$0.ran"\n' });
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one');
  git('config', 'core.fsmonitor', `sh ${join(folder, 'hook.sh')}`);
  expect(await commitOf(folder)).toMatchObject({ changed: false });
});
