import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSealed, sealWith } from '../../../src/commands/execution/seal.ts';
import { sealedText } from '../../../src/history/asked.ts';
import type { RunSummary } from '../../../src/history/questions/runs.ts';
import { newFolder } from '../../history/kept.ts';
import { listening } from '../project.ts';

const RUN = {
  id: '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11',
  playbooks: ['site.yaml'],
  inventory: ['hosts'],
} as const as unknown as RunSummary;
const ASKED = { folder: '/project', by: { pid: 1, born: '2' }, extraVars: [], options: { limit: 'hv01' } };

it('what is kept of a run is known again by who wrote it, and by nobody who changed it', () => {
  const folder = newFolder();
  const { io } = listening({}, folder);
  expect(isSealed(RUN, ASKED, io)).toBe(false);
  const seal = sealWith(io)(sealedText(RUN, ASKED));
  const kept = { ...JSON.parse(JSON.stringify(ASKED)), seal };
  expect(isSealed(RUN, kept, io)).toBe(true);
  expect(sealWith(io)(sealedText(RUN, ASKED))).toBe(seal);
  expect(statSync(join(folder, 'virtfleet/seal.key')).mode & 0o777).toBe(0o600);
  expect(isSealed({ ...RUN, playbooks: ['evil.yaml'] }, kept, io)).toBe(false);
  expect(isSealed({ ...RUN, inventory: ['evil'] }, kept, io)).toBe(false);
  expect(isSealed({ ...RUN, id: RUN.id.replace('7', '8') }, kept, io)).toBe(false);
  expect(isSealed(RUN, { ...kept, options: { privateKey: '/evil' } }, io)).toBe(false);
  expect(isSealed(RUN, { ...kept, seal: '' }, io)).toBe(false);
  expect(isSealed(RUN, undefined, io)).toBe(false);
  const other = listening({}, newFolder()).io;
  expect(isSealed(RUN, kept, other)).toBe(false);
  sealWith(other)('');
  expect(isSealed(RUN, kept, other)).toBe(false);
});

it('a run is kept without a seal where the key cannot be', () => {
  const { io } = listening({}, '/dev/null');
  expect(sealWith(io)('text')).toBeUndefined();
});
