import { declare } from './declaration.ts';
import { flag, oneOf, path, text } from './option.ts';
import { FORMAT, HISTORY, NOTIFY_OPTIONS } from './shared-options.ts';

/** What can start a check. */
export const FORMS = ['systemd', 'cron', 'github', 'gitlab', 'kubernetes'] as const;

export const schedule = declare({
  name: 'schedule',
  summary: 'Start drift checks by themselves, and see whether they happen',
  details: [
    'schedule.yaml says which. check prints when each runs next and what the last one found; it exits with 3 if one is overdue.',
    'run NAME is what timers call: drift with the options of schedule.yaml, never twice at once. print NAME prints what',
    'starts it: a systemd timer, a line of cron, a job. install NAME installs it, remove NAME removes it.',
  ].join(' '),
  arguments: '[words...]',
  offer: ['check', 'run', 'print', 'install', 'remove'],
  options: {
    file: path('--schedule <file>', 'the schedule (default schedule.yaml)'),
    maxAge: text(
      '--max-age <time>',
      'with check: when a check is overdue, such as 3h; if absent, as schedule.yaml says',
    ),
    quiet: flag('-q, --quiet', 'with check: print only if a check is overdue'),
    notify: {
      ...NOTIFY_OPTIONS.notify,
      help: 'with check: POST to this webhook which check is overdue or back, as drift does',
    },
    notifyCommand: NOTIFY_OPTIONS.notifyCommand,
    jitter: flag(
      '--jitter',
      'with run: first wait for a random part of the jitter, for what has no jitter itself',
    ),
    form: oneOf('--form <form>', `with print, install and remove: ${FORMS.join(', ')}`, FORMS),
    user: flag('--user', 'with print, install and remove: a systemd timer of your own, without root'),
    runAs: text(
      '--run-as <user>',
      'with print and install: the user that it runs as; if absent, systemd makes one',
    ),
    image: text(
      '--image <image>',
      'with kubernetes: the container image, with the project as its working directory',
    ),
    check: flag('-C, --check', 'with install and remove: only show what would be done'),
    format: FORMAT,
    history: HISTORY,
  },
  examples: [
    'virtfleet schedule check',
    'virtfleet schedule print nightly --form gitlab',
    'virtfleet schedule install nightly --user',
    'virtfleet schedule run nightly',
  ],
});
