import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { template } from '../../src/modules/template.ts';
import { perform, trial } from './trial.ts';

const src = 'dnsmasq.conf.hbs';
const text: FileState = { kind: 'file', mode: '0600', owner: 'a', group: 'b', content: 'hello' };
const nothing = { owner: undefined, group: undefined, validate: undefined, backup: false };
const desired = { ...nothing, path: '/f', content: 'hello', mode: '0600', force: true };

/** The module after `prepare`: rendering is the desk's. */
const ready = { ...template, prepare: (args: object) => ({ ...desired, ...args }) };

it('a file that is as rendered needs nothing', () => {
  expect(trial(ready, { src, dest: '/f', mode: '0600' }, { file: text }).differences).toEqual([]);
});

it('what differs is told apart: content, mode, owner', () => {
  const differences = (args: object, file: FileState) =>
    trial(ready, { src, dest: '/f', mode: '0600', ...args }, { file }).differences;
  expect(differences({}, { ...text, content: 'old' })).toEqual(['file /f: content → new content']);
  expect(differences({}, { ...text, mode: '0644' })).toEqual(['file /f: mode 0644 → mode 0600']);
  expect(differences({ owner: 'c' }, text)).toEqual(['file /f: owner a:b → owner c:b']);
  expect(differences({}, { kind: 'absent' })).toEqual(['file /f: null → 5 bytes, mode 0600']);
});

it('a new file is found as it was predicted', () => {
  const made = trial(ready, { src, dest: '/f', mode: '0600', group: 'kvm' }, { file: { kind: 'absent' } });
  expect(made.steps).toMatchObject([{ do: 'write', owner: 'root', group: 'kvm' }]);
  expect(made.afterwards().changes).toEqual([]);
});

describe('validate', () => {
  const check = (...validate: string[]) =>
    trial(ready, { src, dest: '/f', mode: '0600', validate }, { file: { kind: 'absent' } }).steps[0];

  it('runs before the file is written, on the new content, and leaves nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const run = (...words: string[]) => perform(check(...words), { TMPDIR: folder });
    expect(run('cat', '%s')).toMatchObject({ status: 0, stdout: 'hello' });
    expect(run('sh', '-c', 'cat "$0"; exit 3', '%s')).toMatchObject({ status: 3, stdout: 'hello' });
    expect(run('echo', '%s').stdout).toContain(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives each word to the program as it is', () => {
    const words = ['a b', "'", '"', '$(touch pwned)', '*', '\\', '', '`id`'];
    const show = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const { stdout } = perform(check(process.execPath, '-e', show, '--', ...words, 'x=%s.conf'));
    expect(JSON.parse(stdout)).toEqual([...words, expect.stringMatching(/^x=\/.*\.conf$/)]);
  });

  it('needs to say where the file stands', () => {
    expect(template.args.safeParse({ src, dest: '/f', validate: ['visudo', '-cf'] }).success).toBe(false);
    expect(template.args.safeParse({ src, dest: '/f', validate: ['visudo', '-cf', '%s'] }).success).toBe(
      true,
    );
    expect(template.args.safeParse({ src, dest: '/f', validate: "visudo -cf '%s'" }).success).toBe(false);
  });
});

describe('how a template of Jinja is written', () => {
  it('is said by the task, and told to what renders it', () => {
    const given: unknown[] = [];
    const args = { src: 'a.j2', dest: '/etc/', lstrip_blocks: true, block_start_string: '<%' };
    const render = (...all: unknown[]) => {
      given.push(...all);
      return 'text';
    };
    const context = { render };
    const made = template.prepare?.(template.args.parse(args), context as never);
    expect(made).toMatchObject({ path: '/etc/a.j2', content: 'text' });
    expect(given).toEqual([
      'a.j2',
      { template_destpath: '/etc/a.j2' },
      { path: '/etc/a.j2', settings: { lstrip_blocks: true, block_start_string: '<%' } },
    ]);
  });
});

it('keeps a copy of the old file beside the new one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'f');
  writeFileSync(path, 'old', { mode: 0o600 });
  const keeping = { ...template, prepare: () => ({ ...desired, path, backup: true }) };
  const kept = trial(keeping, { src, dest: path }, { file: { ...text, content: 'old' } });
  expect(perform(kept.steps[0])).toMatchObject({ status: 0 });
  const [name = '', ...others] = readdirSync(folder).filter((one) => one !== 'f');
  expect(name).toMatch(/^f\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~$/);
  expect([others, readFileSync(join(folder, name), 'utf8')]).toEqual([[], 'old']);
  const made = trial(keeping, { src, dest: path }, { file: { kind: 'absent' } });
  expect(made.steps.map((step) => step.do)).toEqual(['write']);
});
