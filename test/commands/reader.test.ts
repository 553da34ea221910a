import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { bundled } from '../bundled.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

it.each(['stdout', 'stderr'] as const)(
  'a run comes to its end although nobody reads its %s any more',
  async (stream) => {
    const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [play, file, go] = ['play.yaml', 'file', 'go'].map((name) => join(folder, name));
    const tasks = [
      { command: { argv: ['sh', '-c', `until [ -e ${go} ]; do sleep 0.1; done`] } },
      { command: { argv: ['touch', file] }, register: 'made' },
      { fail: { msg: 'the end {{ made.rc }}' } },
    ];
    writeFileSync(play ?? '', JSON.stringify([{ hosts: 'localhost', tasks }]));
    writeFileSync(join(folder, 'hosts'), 'localhost ansible_connection=local\n');
    // A tag that no task has is a warning on stderr.
    const words = ['run', '--skip-tags', 'none', play ?? '', '-i', join(folder, 'hosts')];
    const cli = spawn(process.execPath, [await bundled(CLI), ...words]);
    cli[stream].destroy();
    cli[stream === 'stdout' ? 'stderr' : 'stdout'].resume();
    writeFileSync(go ?? '', '');
    const [code] = await once(cli, 'exit');
    expect(existsSync(file ?? '')).toBe(true);
    expect(code).toBe(2);
  },
  120_000,
);
