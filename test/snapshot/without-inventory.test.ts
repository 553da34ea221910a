import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { networks } from '../../src/commands/networks.ts';
import { HostAnswers } from '../../src/snapshot/host-answers.ts';
import { snapshotText } from '../../src/snapshot/snapshot-file.ts';
import { project, typed } from '../commands/project.ts';

it('without an inventory the hosts are those of the snapshot', async () => {
  const about = {
    virtfleet: '1.0.0',
    taken: '2026-11-29T05:00:00.000Z',
    key: { of: 'operator', salt: '0'.repeat(32), proof: '1'.repeat(32) },
    command: 'virtfleet snapshot -o fleet.snapshot',
  } as const;
  const packed = new HostAnswers().packed();
  const folder = project({});
  const path = join(folder, 'fleet.snapshot');
  writeFileSync(
    path,
    snapshotText(
      about,
      ['hv02', 'hv01'].map((host) => [host, packed]),
    ),
  );
  const { err } = await typed(networks, folder, '--snapshot', path);
  expect(err).not.toContain('No inventory is named');
  expect(err).toContain('hosts: hv01, hv02');
});
