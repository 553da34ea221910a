import { stringify } from 'yaml';
import { quote } from '../../plan/quote.ts';
import { type FormFile, installed, type Machine, type PlannedCheck, unitName } from '../planned-check.ts';

/** A job of GitLab CI. Its schedule is no part of a file: the comment above has the command that makes it. */
export function gitlabJob(check: PlannedCheck, { version, file }: Machine): FormFile {
  const name = unitName(check);
  const job = {
    [name]: {
      image: 'node:22',
      rules: [{ if: `$CI_PIPELINE_SOURCE == "schedule" && $VIRTFLEET_CHECK == "${check.name}"` }],
      resource_group: name,
      timeout: `${Math.ceil(check.maxDuration / 60_000)} minutes`,
      allow_failure: { exit_codes: 3 },
      variables: { XDG_STATE_HOME: '$CI_PROJECT_DIR/.state' },
      cache: { key: name, paths: ['.state/'], when: 'always' },
      before_script: [
        installed(version),
        'mkdir -p -m 700 ~/.ssh',
        'install -m 600 "$SSH_KEY" ~/.ssh/id_ed25519',
        'install -m 644 "$SSH_KNOWN_HOSTS" ~/.ssh/known_hosts',
      ],
      script: [
        `virtfleet schedule run ${check.name}${file === 'schedule.yaml' ? '' : ` --schedule ${quote([file])}`}`,
      ],
      ...(check.reports.length > 0 && {
        artifacts: {
          when: 'always',
          paths: check.reports,
          ...(check.junit !== undefined && { reports: { junit: check.junit } }),
        },
      }),
    },
  };
  const schedule = [
    'glab',
    'schedule',
    'create',
    '--ref',
    'main',
    '--description',
    name,
    '--cron',
    check.cron,
  ];
  const zone = check.timezone === undefined ? [] : ['--cronTimeZone', check.timezone];
  const make = quote([...schedule, ...zone, '--variable', `VIRTFLEET_CHECK:${check.name}`]);
  return { text: `# ${make}\n${stringify(job, { lineWidth: 0 })}` };
}
