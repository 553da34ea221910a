import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './release.ts';
import { run } from './run.ts';
import { runtime } from './runtime.ts';

/**
 * Makes a release here and once more in a copy of this folder elsewhere: both have the same bytes, lintian finds nothing
 * in the Debian package, and the history works with the SQLite of the executable. Needs Debian's lintian. Throws for what
 * is otherwise.
 */
const packed = (folder: string) => {
  run(['npm', 'run', '--silent', 'package'], { cwd: folder });
  return readFileSync(join(folder, 'release/SHA256SUMS'), 'utf8');
};
const { program } = runtime();
const copy = mkdtempSync(join(tmpdir(), 'virtfleet-packed-elsewhere-'));
try {
  for (const file of run(['git', 'ls-files', '-z'], { cwd: ROOT }).split('\0'))
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(copy, file));
  for (const folder of ['node_modules', 'packaging/runtime/node_modules'])
    run(['cp', '--archive', '--link', join(ROOT, folder), join(copy, folder)]);
  const epoch = run(['git', 'log', '-1', '--format=%ct'], { cwd: ROOT }).trim();
  process.env['SOURCE_DATE_EPOCH'] = epoch;
  const [here, elsewhere] = [packed(ROOT), packed(copy)];
  if (here !== elsewhere) throw new Error(`two builds have other bytes:\n${here}\n${elsewhere}`);
  console.log(`two builds have the same bytes:\n${here}`);
} finally {
  rmSync(copy, { recursive: true });
}
const [, , deb = ''] =
  /^(\S+) {2}(\S+\.deb)$/m.exec(readFileSync(join(ROOT, 'release/SHA256SUMS'), 'utf8')) ?? [];
const found = run(['lintian', '--fail-on', 'error,warning', join('release', deb)], { cwd: ROOT });
run([program, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'packaging/vitest.config.ts'], {
  cwd: ROOT,
});
console.log('the tests of the history pass with the SQLite of the executable');
console.log(`lintian finds nothing in ${deb}${found && `:\n${found}`}`);
