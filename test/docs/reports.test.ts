import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FILE_OPTIONS, REPORT_OPTIONS } from '../../src/commands/declaration/shared-options.ts';
import { type Commands, nextSteps } from '../../src/commands/execution/next-steps.ts';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { documentOf, sentTo } from '../../src/notify/body.ts';
import { KINDS } from '../../src/notify/check.ts';
import { webhookOf } from '../../src/notify/receiver.ts';
import type { Happening } from '../../src/plan/run-event.ts';
import { junit } from '../../src/report/files/junit.ts';
import { markdown } from '../../src/report/files/markdown.ts';
import { closingLines, eventLine } from '../../src/report/files/ndjson.ts';
import { prometheus } from '../../src/report/files/prometheus.ts';
import { summary } from '../../src/report/files/summary.ts';
import { stateListener } from '../../src/report/live/state-lines.ts';
import { nextLines } from '../../src/report/next-step.ts';
import { project } from '../commands/project.ts';
import { notification } from '../notify/notifications.ts';
import { driftReport, runReport } from '../report/files/reports.ts';
import { happened, namesOf, story as storyOf, told } from '../report/live/story.ts';
import { outcome } from '../report/outcomes.ts';
import { blocks, documentAt, rows } from './documents.ts';

const PAGE = 'docs/reports.md';

function example(language: string, info: string): string {
  const found = blocks(language).find((one) => one.where.startsWith(PAGE) && one.info === info);
  if (!found) throw new Error(`${PAGE} has no ${language} ${info}`);
  return found.text;
}

it('all options that name a file are in the table', () => {
  const listed = rows(documentAt(PAGE), 'option').map(([option]) =>
    option?.replaceAll('`', '').toLowerCase(),
  );
  expect(listed).toEqual(Object.values(FILE_OPTIONS).map(({ flags }) => flags.replace(/[<>]/g, '')));
});

it('each picture is shown, and none is large', () => {
  const folder = join(import.meta.dirname, '../../docs/images');
  const shown = [...documentAt(PAGE).matchAll(/]\(images\/([^)]+)\)/g)].map(([, name]) => name);
  expect(shown.toSorted()).toEqual(readdirSync(folder).toSorted());
  expect(shown.filter((name = '') => statSync(join(folder, name)).size > 200_000)).toEqual([]);
});

describe('notifications', () => {
  it('are of the kinds that are listed', () => {
    const listed = rows(documentAt(PAGE), 'kind').map(([kind]) => kind?.replaceAll('`', ''));
    expect(listed).toEqual(KINDS);
  });

  it('are as shown', () => {
    expect(`${documentOf(notification()).text}\n`).toBe(example('text', 'notification'));
    expect(Object.keys(documentOf(notification()))).toEqual(
      expect.arrayContaining([
        'text',
        'html',
        'version',
        'run',
        'time',
        'playbook',
        'virtfleet',
        'key',
        'events',
      ]),
    );
  });

  it('go where the file of a receiver says', () => {
    onTestFinished(() => hiddenTexts.clear());
    const path = join(project({ receiver: example('text', 'receiver') }), 'receiver');
    chmodSync(path, 0o600);
    const { url, headers } = webhookOf(`@${path}`);
    expect(sentTo(url, notification()).method).toBe('PUT');
    expect(headers).toEqual({ authorization: 'Bearer syt_0123456789' });
  });
});

describe('the metrics', () => {
  const lastSuccess = '2026-11-28T11:00:07.500Z';
  const samples = prometheus(driftReport({ lastSuccess })).split('\n');

  it('have samples as shown', () => {
    const shown = example('text', 'prometheus').trimEnd().split('\n');
    expect(shown.filter((line) => !samples.includes(line))).toEqual([]);
  });

  it('are all explained, and no others', () => {
    const names = [...samples, ...prometheus(runReport()).split('\n')].flatMap(
      (line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? [],
    );
    const listed = rows(documentAt(PAGE), 'metric').map(([name]) => name?.replaceAll('`', ''));
    expect(listed).toEqual([...new Set(names)]);
    const used = [...example('text', 'rules').matchAll(/virtfleet_\w+/g)].map(([name]) => name);
    expect(used.length).toBe(2);
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  });
});

it('JUnit is as shown', () => {
  expect(junit(driftReport())).toContain(example('xml', 'junit'));
});

it('what is printed is listed', () => {
  const listed = rows(documentAt(PAGE), '`--format`').map(([format]) => format?.replaceAll('`', ''));
  expect(listed).toEqual(REPORT_OPTIONS.format.offer);
});

describe('while a run goes on', () => {
  const story = storyOf(namesOf(60));

  it('the view is as shown', async () => {
    expect(await told(story, 315_000).picture()).toBe(example('text', 'view'));
  });

  it('changes of state are as shown', () => {
    const lines: string[] = [];
    const tell = stateListener((line) => lines.push(line));
    for (const moment of story) tell(happened(moment));
    const withoutTime = (line: string) => line.replace(/^\S+ /, '');
    const shown = example('text', 'states').trimEnd().split('\n').map(withoutTime);
    expect(lines.map((line) => withoutTime(line.trimEnd()))).toEqual(expect.arrayContaining(shown));
  });
});

it('what helps next is as shown', async () => {
  const failed = ['hv02', 'hv03'].map((host) => outcome(host, { status: 'failed' }));
  const tasks = [outcome('hv01', { status: 'changed' }), ...failed];
  const record = { ...runReport().record, tasks };
  const commands: Commands = {
    again: (limit = '') => ['run', 'site.yaml', '-i', 'inventory', '-l', limit],
    resume: (run) => ['run', '--resume', String(run)],
    takeBack: (run) => ['rollback', String(run)],
  };
  const kept = {
    ask: async <T>(question: (_: never, run: number) => Promise<T>) => question({} as never, 12),
  };
  const steps = await nextSteps(record, { commands, history: undefined }, kept);
  expect(`${nextLines(steps).join('\n')}\n`).toBe(example('text', 'next'));
});

it('the summary is as shown', () => {
  expect(summary(driftReport())).toContain(`\n\`\`\`text\n${example('text', 'summary')}\`\`\`\n`);
});

it('Markdown is as shown', () => {
  expect(markdown(driftReport())).toBe(example('text', 'markdown'));
});

describe('NDJSON', () => {
  it('is as shown', () => {
    const [, record] = driftReport().record.tasks;
    if (!record) throw new Error('no task');
    const { run } = driftReport().record;
    const line = eventLine({ run, time: record.ended, type: 'task-ended', record }, false);
    expect(line).toBe(example('text', 'ndjson'));
  });

  it('has the types that are listed', () => {
    const types: readonly Exclude<Happening['type'], 'host-evidence'>[] = [
      ...(['run-started', 'play-started', 'host-started', 'host-waiting'] as const),
      ...(['task-started', 'task-ended', 'host-ended', 'run-ended'] as const),
      ...(['rollout-planned', 'wave-started', 'wave-ended'] as const),
      ...(['gate-started', 'gate-ended', 'rollout-stopped'] as const),
    ];
    const closing = closingLines(driftReport()).trimEnd().split('\n');
    const last = closing.map((line) => JSON.parse(line).type);
    const [, text = ''] = /The types are (.*?); behind/.exec(documentAt(PAGE)) ?? [];
    expect([...text.matchAll(/`(.*?)`/g)].map(([, type]) => type)).toEqual(types);
    expect(last).toEqual(['finding', 'finding', 'finding', 'report']);
  });

  it('has nothing of what people typed on a host', () => {
    const witness = { at: '', kind: 'sudo', who: 'bob', what: 'mysql -psecret' } as const;
    const event = { type: 'host-evidence', host: 'hv01', evidence: { witnesses: [witness] } } as const;
    expect(eventLine({ run: '', time: '', ...event }, true)).toBeUndefined();
  });
});
