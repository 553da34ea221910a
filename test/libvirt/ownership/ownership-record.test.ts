import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  type About,
  type OwnershipRecord,
  ownershipRecord,
  parseRecord,
  recordWritable,
  withTask,
} from '../../../src/libvirt/ownership/ownership-record.ts';
import { ask } from '../../modules/trial.ts';

const EMPTY: OwnershipRecord = { writable: true, tasks: {} };
const NET: About = { project: 'p', name: 'net' };
const PATHS = { 'ip.dhcp.host': ['52:54:00:00:00:01'], 'dns.host': [] };

/** The file that is written for a network, once the task has written these paths. */
function fileOf(about: About, record = EMPTY) {
  const [[change]] = withTask(about, record, 'task', PATHS);
  const [step] = change?.steps ?? [];
  if (change === undefined || step?.do !== 'write') throw new Error('nothing is written');
  return { ...step, content: String(step.content), change };
}

it('a record is one line that reads as what was predicted', () => {
  const about = { name: '../ä b\n{"x":1}', project: "it's" };
  const { path, mode, content, change } = fileOf(about);
  expect(mode).toBe('0644');
  expect(path).toMatch(/^\/var\/lib\/virtfleet\/networks\/_____b___x__1_\.[0-9a-f]{16}\.json$/);
  expect(parseRecord(`writable\n${content}`, about)).toEqual(change.predictions[0]?.value);
  expect(change).toMatchObject({ bookkeeping: true, impact: { disruption: 'none' } });
});

it('each network of each project has one file, and only that is read for it', () => {
  const others = [NET, { ...NET, project: 'p2' }, { ...NET, name: 'net.' }];
  const all = others.map((about) => ({ path: fileOf(about).path, probe: ownershipRecord(about) }));
  expect(new Set(all.map(({ path }) => path))).toHaveLength(3);
  expect(new Set(all.map(({ probe }) => probe.key))).toHaveLength(3);
  for (const { path, probe } of all) expect(probe.ask).toMatchObject({ args: [expect.anything(), path] });
});

it('a record may know entries of lists only, as those of earlier versions', () => {
  const tasks = { task: { ip: ['10.0.0.1'], 'dns.host': [] } };
  const record = JSON.stringify({ version: 1, project: 'p', network: 'net', tasks });
  expect(parseRecord(`writable\n${record}`, NET)).toEqual({ writable: true, tasks });
});

it('nothing is remembered where a file is not understood, or is of another network', () => {
  const lines = ['{', '{"version":2}', 'noise', '{"version":1,"project":"p","network":"net","tasks":[]}'];
  expect(parseRecord(lines.join('\n'), NET)).toEqual({ writable: false, tasks: {} });
  expect(parseRecord(fileOf({ ...NET, name: 'other' }).content, NET).tasks).toEqual({});
});

it('nothing is written where the session cannot write it', () => {
  const record = { ...EMPTY, writable: false };
  expect(withTask(NET, record, 'task', PATHS)).toEqual([[], record]);
});

it('a record is read from a folder that may not be there', () => {
  const root = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'virtfleet', 'networks');
  const [file, other] = ['net.json', 'other.json'].map((name) => join(folder, name)) as [string, string];
  const probe = ownershipRecord(NET);
  const read = () => ask({ ...probe, ask: { ...probe.ask, args: [folder, file] } } as typeof probe);
  const isWritable = () =>
    ask({ ...recordWritable, ask: { ...recordWritable.ask, args: [folder] } } as typeof recordWritable);
  expect([read(), isWritable()]).toEqual([EMPTY, true]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(other, fileOf({ ...NET, name: 'other' }).content);
  expect(read()).toEqual(EMPTY);
  writeFileSync(file, fileOf(NET).content);
  expect([read(), isWritable()]).toEqual([{ ...EMPTY, tasks: { task: PATHS } }, true]);
});
