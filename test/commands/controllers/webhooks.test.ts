import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { sharedSchedule } from '../../../src/commands/controllers/surroundings.ts';
import { webhookFaults, webhooksOf } from '../../../src/commands/controllers/webhooks.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { project } from '../project.ts';

afterEach(() => hiddenTexts.clear());

it('a worker knows at its start which webhooks of schedule.yaml it lacks, and uses the others', () => {
  const folder = project({
    hook: 'https://chat.example.org/x\n',
    'schedule.yaml': `project: site
regions: { a: all }
checks:
  hourly: { playbook: site.yaml, every: 1h, notify: ["@hook", "@none", $CHAT] }
  plain: { playbook: site.yaml, every: 1h }
  changes: { playbook: site.yaml, every: 1h, command: run }
`,
  });
  const hook = join(folder, 'hook');
  chmodSync(hook, 0o600);
  const none = `schedule.yaml has notify @${folder}/none for hourly, which this worker cannot use: there is no such file or folder.`;
  const schedule = sharedSchedule(join(folder, 'schedule.yaml'));
  expect(webhookFaults(schedule, { CHAT: 'https://chat.example.org/y' })).toEqual([none]);
  expect(webhookFaults(schedule, {})).toEqual([
    none,
    'schedule.yaml has notify $CHAT for hourly, which this worker cannot use: there is no such environment variable.',
  ]);
  expect(webhooksOf('hourly', [`@${hook}`, '$CHAT'], {})).toEqual({
    usable: [`@${hook}`],
    faults: [expect.stringContaining('$CHAT')],
  });
});

it('no URL is told of one that cannot be used', () => {
  const { faults } = webhooksOf('hourly', ['ftp://chat.example.org/s3cret'], {});
  expect(faults).toEqual([expect.not.stringContaining('s3cret')]);
  expect(faults[0]).toContain('schedule.yaml has notify for hourly');
});
