import { declare } from './declaration.ts';
import { path } from './option.ts';
import { FILE_OPTIONS, FORMAT, REPORT_OPTIONS } from './shared-options.ts';

const { diff, verbose, expand } = REPORT_OPTIONS;

export const plan = declare({
  name: 'plan',
  summary: 'Show or approve a plan that run --check --plan has saved',
  details: [
    'show FILE prints what would be done, in which waves, and who approved it; approve FILE signs it with --key.',
    'No host is contacted.',
  ].join(' '),
  arguments: '[words...]',
  offer: ['show', 'approve'],
  options: {
    key: path(
      '--key <file>',
      'with approve: a private key of SSH, or a public one whose other half the agent has',
    ),
    diff,
    verbose,
    expand,
    format: FORMAT,
    html: FILE_OPTIONS.html,
    markdown: FILE_OPTIONS.markdown,
  },
  examples: [
    'virtfleet plan show change.plan --diff',
    'virtfleet plan approve change.plan --key ~/.ssh/id_ed25519',
  ],
});
