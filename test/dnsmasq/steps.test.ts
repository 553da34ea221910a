import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { testStep } from '../../src/dnsmasq/steps.ts';
import { perform } from '../modules/trial.ts';

/** Programs that know these words only. */
const PROGRAMS = {
  dnsmasq: '[ "$1" = --test ] && ! grep -q bad "${2#--conf-file=}"',
  systemctl:
    '[ "$*" = "show -p LoadState --value -- $6" ] && case $6 in a.*) echo loaded ;; *) echo masked ;; esac',
};

function test(content: string, units: string[]) {
  const [bin, scratch] = [temporary(), temporary()];
  for (const [name, text] of Object.entries(PROGRAMS)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:${process.env.PATH}`, TMPDIR: scratch };
  return { ...perform(testStep(content, units), env), left: readdirSync(scratch) };
}

it.each([
  ['good', [], 0, ''],
  ['good', ['a.service'], 0, ''],
  ['bad', ['a.service'], 1, ''],
  ['good', ['a.service', 'b.service'], 1, 'b.service cannot be restarted: it is masked\n'],
])('%s for %j ends with %d and leaves nothing', (content, units, status, stderr) => {
  expect(test(content, units)).toMatchObject({ status, stderr, left: [] });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
