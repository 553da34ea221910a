import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepText } from '../../src/engine/script/step.ts';
import type { FileState } from '../../src/host/files.ts';
import { getUrl } from '../../src/modules/get-url.ts';
import { argvs, ask, trial } from './trial.ts';

const ABSENT = { kind: 'absent' } as FileState;
const FOLDER: FileState = { kind: 'directory', mode: '0755', owner: 'root', group: 'root' };
const IMAGE: FileState = {
  kind: 'file',
  mode: '0644',
  owner: 'root',
  group: 'root',
  content: { bytes: 2 ** 30, why: 'size' },
};
const SUM = `sha256:${'a1'.repeat(32)}`;
const url = 'https://images.example/debian/disk.qcow2?token=secret';

const on = (at: FileState, inside = ABSENT, sum: string | null = null) =>
  ({ at, inside, sum, sumInside: sum }) as never;

describe('a file from a web server', () => {
  it('that is there is not fetched', () => {
    expect(trial(getUrl, { url, dest: '/srv/disk' }, on(IMAGE)).differences).toEqual([]);
    expect(trial(getUrl, { url, dest: '/srv' }, on(FOLDER, IMAGE)).differences).toEqual([]);
    expect(
      trial(getUrl, { url, dest: '/srv/disk', checksum: SUM }, on(IMAGE, ABSENT, SUM)).differences,
    ).toEqual([]);
  });

  it.each([
    ['/srv/disk', on(ABSENT), '/srv/disk', 'null'],
    ['/srv', on(FOLDER), '/srv/disk.qcow2', 'null'],
    ['/srv/disk', on(IMAGE, ABSENT, `sha256:${'b2'.repeat(32)}`), '/srv/disk', 'file'],
  ])('is fetched to %s', (dest, current, expected, before) => {
    const found = trial(getUrl, { url, dest, checksum: SUM.toUpperCase().replace('SHA', 'sha') }, current);
    expect(found.differences).toEqual([`file ${expected}: ${before} → fetched from images.example`]);
    expect(found.plan.result).toEqual({ url, dest: expected });
    expect(JSON.stringify(argvs(found.steps))).not.toContain('secret');
  });

  it('that is there gets its mode and owner', () => {
    const found = trial(getUrl, { url, dest: '/srv/disk', mode: '0600', owner: 'qemu' }, on(IMAGE));
    expect(argvs(found.steps)).toEqual([
      ['chown', 'qemu:root', '--', '/srv/disk'],
      ['chmod', '0600', '--', '/srv/disk'],
    ]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('is not put in the place of something else', () => {
    expect(trial(getUrl, { url, dest: '/srv' }, on(FOLDER, FOLDER)).plan.failure).toBe(
      '/srv/disk.qcow2 is there, and it is no file.',
    );
  });
});

describe('on this machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'get-url-'));
  const server = createServer(({ url: path }, response) => {
    response.writeHead(path === '/image?key=1' ? 200 : 404).end('an image');
  });
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs the steps that fetch a path of the server; the server is in this process. */
  const fetched = (path: string, dest: string, checksum?: string) => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const input = { url: address, dest: join(folder, dest), mode: '0640', ...(checksum && { checksum }) };
    const [step] = trial(getUrl, input, on(ABSENT)).steps;
    if (!step) throw new Error('nothing is fetched');
    const text = stepText(step, { uri: 'test:///default', readOnly: true });
    return new Promise<{ status: number | null; stderr: string }>((done) => {
      const child = spawn('sh', { stdio: ['pipe', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (data) => {
        stderr += data;
      });
      child.on('close', (status) => done({ status, stderr }));
      child.stdin.end(text);
    });
  };
  const sum = `sha256:${createHash('sha256').update('an image').digest('hex')}`;

  it('the file is written whole, with its mode', async () => {
    expect(await fetched('/image?key=1', 'disk', sum)).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'disk'), 'utf8')).toBe('an image');
    expect((statSync(join(folder, 'disk')).mode & 0o777).toString(8)).toBe('640');
    const args = getUrl.args.parse({ url, dest: join(folder, 'disk'), checksum: sum });
    const { sum: known, sumInside } = getUrl.observe(args);
    expect([known && ask(known), sumInside && ask(sumInside)]).toEqual([sum, null]);
  });

  it('what is not there, or is not what was meant, leaves nothing', async () => {
    const wrong = await fetched('/image?key=1', 'wrong', SUM);
    expect(wrong.status).not.toBe(0);
    expect(wrong.stderr).toContain(`The checksum of what came is ${sum.slice(7)}.`);
    expect((await fetched('/nothing', 'nothing')).status).not.toBe(0);
    const { at } = getUrl.observe(getUrl.args.parse({ url, dest: join(folder, 'wrong') }));
    expect(ask(at)).toEqual(ABSENT);
  });
});
