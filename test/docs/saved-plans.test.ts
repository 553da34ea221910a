import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectSettings } from '../../src/commands/saved-plan/settings.ts';
import { project } from '../commands/project.ts';
import { blocks, documentAt, rows } from './documents.ts';

const PAGE = 'docs/saved-plans.md';
const example = (language: string, info: string) =>
  blocks(language).find((one) => one.where.startsWith(PAGE) && one.info === info)?.text ?? '';

it('the settings are those of a project, and each is explained', () => {
  const folder = project({ 'virtfleet.yaml': example('yaml', 'settings') });
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  expect(projectSettings()).toEqual({ approvals: 1, allowedSigners: 'allowed_signers' });
  const named = rows(documentAt(PAGE), 'setting').map(([name]) => name?.replaceAll('`', ''));
  expect(named).toEqual(['approvals', 'allowed_signers']);
});

it('the signers are lines that ssh-keygen takes', () => {
  const signers = example('text', 'signers');
  const folder = project({ signers });
  const words = ['-Y', 'match-principals', '-f', join(folder, 'signers'), '-I'];
  const names = signers.split('\n').flatMap((line) => line.split(' ')[0] || []);
  expect(names).toEqual(['alice@example.com', 'bob@example.com']);
  for (const name of names)
    expect(execFileSync('ssh-keygen', [...words, name], { encoding: 'utf8' })).toContain(name);
});
