import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { script } from '../../src/modules/script.ts';
import { perform, trial } from './trial.ts';

it('runs a script of the project with its arguments, and leaves nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.sh');
  writeFileSync(file, '#!/bin/sh\nprintf "%s|" "$@"; cat; exit 3\n');
  const run = (more: object) =>
    perform(trial(script, { argv: [file, 'a b', "'", '$(id)'], ...more }, {}).steps[0], { TMPDIR: folder });
  expect(run({})).toMatchObject({ status: 3, stdout: "a b|'|$(id)|" });
  expect(run({ executable: '/bin/cat' }).stdout).toContain('#!/bin/sh');
  expect(readdirSync(folder)).toEqual(['a.sh']);
});

it('has nothing to do when what it creates is there', () => {
  const args = { argv: [join(import.meta.dirname, 'script.test.ts')], creates: '/a' };
  expect(trial(script, args, { creates: true }).steps).toEqual([]);
  const made = trial(script, args, { creates: false });
  expect(made.plan.changes).toMatchObject([{ proof: 'opaque' }]);
  expect(made.afterwards().changes).toEqual([]);
});
