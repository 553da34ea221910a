import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { signed } from '../../../src/commands/saved-plan/signatures.ts';

it('ssh-keygen that is missing, or cannot be started, is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-keygen-'));
  const { PATH } = process.env;
  onTestFinished(() => {
    process.env['PATH'] = PATH;
    rmSync(folder, { recursive: true });
  });
  process.env['PATH'] = folder;
  const sign = () => signed(Buffer.from('a plan'), 'key');
  expect(sign).toThrow('ssh-keygen of OpenSSH is not installed here; signatures of plans need it.');
  writeFileSync(join(folder, 'ssh-keygen'), '', { mode: 0o644 });
  expect(sign).toThrow('ssh-keygen cannot be started: spawnSync ssh-keygen EACCES');
});
