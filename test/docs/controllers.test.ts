import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { server, worker } from '../../src/commands/declaration/schedule.ts';
import { readSchedule } from '../../src/commands/schedule/schedule-file.ts';
import { project } from '../commands/project.ts';
import { blocks, documentAt, ROOT, rows } from './documents.ts';

const PAGE = 'docs/controllers.md';
const deployed = (path: string) => readFileSync(join(ROOT, 'deploy', path), 'utf8');

/** What virtfleet is started with somewhere, word by word. */
const STARTED: Readonly<Record<string, string[][]>> = {
  systemd: ['virtfleet-server.service', 'virtfleet-worker@.service'].map((unit) => {
    const [, line = ''] = /^ExecStart=(.*)$/m.exec(deployed(`systemd/${unit}`)) ?? [];
    return line.replace('/usr/bin/virtfleet', 'virtfleet').split(' ');
  }),
  compose: commandsIn('compose.yaml'),
  kubernetes: commandsIn('kubernetes.yaml'),
};

function commandsIn(file: string): string[][] {
  return parseAllDocuments(deployed(file)).flatMap((document) => {
    expect(document.errors).toEqual([]);
    return listsIn(document.toJS()).filter(([program]) => program === 'virtfleet');
  });
}

function listsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? [value as string[]] : [];
  return [...own, ...Object.values(value).flatMap(listsIn)];
}

it('the example is a schedule that controllers can share', () => {
  const text =
    blocks('yaml').find((one) => one.where.startsWith(PAGE) && one.info === 'schedule')?.text ?? '';
  const schedule = readSchedule(join(project({ 'schedule.yaml': text }), 'schedule.yaml'));
  expect([schedule.isNamed, [...schedule.regions.keys()]]).toEqual([true, ['fra', 'ams']]);
});

it('the keys of a check that are for workers are explained, and so is each state without a result', () => {
  const first = (head: string) => rows(documentAt(PAGE), head).map(([key]) => key?.replaceAll('`', ''));
  expect(first('key')).toEqual(['command', 'shard', 'max-duration', 'jitter', 'catch-up', 'pause-after']);
  expect(first('state')).toEqual(['lost', 'skipped', 'missed', 'failed', 'paused']);
});

describe.each(Object.entries(STARTED))('what %s starts', (_, commands) => {
  it('is a server and a worker', () => {
    expect(commands.map(([, name]) => name)).toEqual(['server', 'worker']);
  });

  it('has options that there are, and no password', () => {
    for (const [, name, ...words] of commands) {
      const { options } = name === 'server' ? server : worker;
      const known = Object.values(options).map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0]);
      const given = words.filter((word) => word.startsWith('--'));
      expect(known).toEqual(expect.arrayContaining(given));
      expect(words[words.indexOf('--queue') + 1]).toMatch(/^[@$]/);
    }
  });
});
