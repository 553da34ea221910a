import { declare } from './declaration.ts';
import { count, flag, oneOf, path, text } from './option.ts';
import { FORMAT, HISTORY, NOTIFY_OPTIONS } from './shared-options.ts';

/** What can start a check. */
export const FORMS = ['systemd', 'cron', 'github', 'gitlab', 'kubernetes'] as const;

export const schedule = declare({
  name: 'schedule',
  summary: 'Start drift checks by themselves, and see whether they happen',
  details: [
    'schedule.yaml says which. check prints when each runs next, what the last one found in each region, and what is wrong; it exits with 3 then.',
    'run NAME is what timers call: drift with the options of schedule.yaml, never twice at once. print NAME prints what',
    'starts it: a systemd timer, a line of cron, a job. install NAME installs it, remove NAME removes it.',
    'resume NAME lets a check go on that virtfleet server paused because it failed.',
  ].join(' '),
  arguments: '[words...]',
  offer: ['check', 'run', 'print', 'install', 'remove', 'resume'],
  options: {
    file: path('--schedule <file>', 'the schedule (default schedule.yaml)'),
    maxAge: text(
      '--max-age <time>',
      'with check: when a check is overdue, such as 3h; if absent, as schedule.yaml says',
    ),
    quiet: flag('-q, --quiet', 'with check: print only if something is wrong'),
    notify: {
      ...NOTIFY_OPTIONS.notify,
      help: 'with check: POST to this webhook what is wrong, such as a check that is overdue, and when it is over',
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

/** Options of both kinds of controllers. */
const SHARED = {
  file: path('--schedule <file>', 'the schedule, with project and regions (default schedule.yaml)'),
  queue: text(
    '--queue <where>',
    "@FILE or '$NAME', in single quotes, with the URL of the queue: redis://, rediss:// or postgres://; without a password also the URL",
  ),
  history: {
    ...HISTORY,
    help: 'where runs are kept, which all controllers share: postgres://USER@HOST/DATABASE',
  },
};

export const server = declare({
  name: 'server',
  summary: 'Hand out checks of schedule.yaml to workers',
  details: [
    'For many controllers: it needs PostgreSQL, a queue (Redis, Valkey or that database) and bullmq beside Virtfleet. It contacts no host and has no key.',
    'It shows what workers found in a browser; /metrics is for Prometheus, /health for whoever restarts it.',
  ].join(' '),
  options: {
    ...SHARED,
    listen: text('--listen <address>', 'HOST:PORT to listen on (default 127.0.0.1:8642)'),
    tokenFile: path('--token-file <file>', 'file with the token that browsers need; only you may read it'),
    notify: {
      ...NOTIFY_OPTIONS.notify,
      help: "POST to this webhook which checks have no result and which regions no worker; @FILE and '$NAME' as in drift",
    },
    notifyCommand: NOTIFY_OPTIONS.notifyCommand,
  },
  examples: [
    'virtfleet server --queue @/etc/virtfleet/queue --history postgres://virtfleet@db/virtfleet',
    'virtfleet server --queue redis://127.0.0.1 --notify @/etc/virtfleet/slack',
  ],
});

export const worker = declare({
  name: 'worker',
  summary: 'Do the checks of a region that virtfleet server hands out',
  details: [
    'It listens nowhere: it calls the queue, the database and the hosts. Keys and secrets of the inventory stay with it.',
    'It does only what schedule.yaml of its own checkout says, for hosts of its own region.',
    'SIGTERM lets jobs end for a minute; what is left then, another worker begins.',
  ].join(' '),
  options: {
    region: text('--region <name>', 'the region of schedule.yaml whose hosts it reaches'),
    ...SHARED,
    name: text(
      '--name <name>',
      'its name, another for each worker; if absent, that of the machine and region',
    ),
    capacity: count('--capacity <number>', 'jobs at the same time', 2),
    job: {
      ...flag('--job', 'do one job that is read from stdin; workers call themselves so'),
      isHidden: true,
    },
  },
  examples: [
    'virtfleet worker --region fra --queue @/etc/virtfleet/queue --history postgres://virtfleet@db/virtfleet',
  ],
});
