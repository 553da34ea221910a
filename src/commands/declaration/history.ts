import { declare } from './declaration.ts';
import { count, flag, text } from './option.ts';
import { FORMAT, HISTORY } from './shared-options.ts';

export const history = declare({
  name: 'history',
  summary: 'Show past runs: who changed what, and since when it drifts',
  details: [
    'Without words it lists runs. show RUN prints a run as it was reported; RUN is its number, its id or "last".',
    'host NAME lists the runs of a host, network HOST/NAME the life of a network, diff RUN RUN what ended differently.',
    'prune --keep 90d removes older runs, export prints NDJSON.',
  ].join(' '),
  arguments: '[words...]',
  offer: ['list', 'show', 'host', 'network', 'diff', 'prune', 'export'],
  options: {
    host: text('--host <name>', 'only runs of this host'),
    status: text(
      '--status <state>',
      'only runs in which a host ended so: changed, differs, failed, unfinished, …',
    ),
    since: text('--since <time>', 'only runs since then: 7d, 36h, 2w or 2026-11-28'),
    playbook: text('--playbook <text>', 'only runs of playbooks with this in their path'),
    limit: count('--limit <number>', 'at most this many runs', 20),
    keep: text('--keep <time>', 'with prune: what stays, such as 90d'),
    diff: flag('-D, --diff', 'with show: also the differences as text'),
    verbose: flag('-v, --verbose', 'with show: also tasks that changed nothing'),
    expand: flag('--expand', 'with show: each host by itself'),
    format: FORMAT,
    history: HISTORY,
  },
  examples: [
    'virtfleet history --host hv01 --since 7d',
    'virtfleet history show last --diff',
    'virtfleet history network hv01/default',
    'virtfleet history prune --keep 90d',
  ],
});
