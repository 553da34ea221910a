import { stringify } from 'yaml';
import { quote } from '../../plan/quote.ts';
import { type FormFile, installed, type Machine, type PlannedCheck, unitName } from '../planned-check.ts';

/** A workflow of GitHub Actions. */
export function githubWorkflow(check: PlannedCheck, { version, file }: Machine): FormFile {
  const name = unitName(check);
  const secrets = Object.fromEntries(check.variables.map((one) => [one, `\${{ secrets.${one} }}`]));
  const workflow = {
    name,
    on: { schedule: [{ cron: check.cron }], workflow_dispatch: {} },
    permissions: { contents: 'read' },
    concurrency: { group: name, 'cancel-in-progress': false },
    jobs: {
      drift: {
        'runs-on': 'ubuntu-latest',
        'timeout-minutes': Math.ceil(check.maxDuration / 60_000),
        steps: [
          { uses: 'actions/checkout@v4', with: { 'persist-credentials': false } },
          { uses: 'actions/setup-node@v4', with: { 'node-version': 22 } },
          { name: 'Virtfleet', run: installed(version) },
          {
            name: 'Login keys',
            env: { SSH_KEY: '${{ secrets.SSH_KEY }}', SSH_KNOWN_HOSTS: '${{ vars.SSH_KNOWN_HOSTS }}' },
            run: KEYS,
          },
          {
            name: 'History of earlier checks',
            uses: 'actions/cache@v4',
            with: {
              path: '~/.local/state/virtfleet',
              key: `${name}-\${{ github.run_id }}`,
              'restore-keys': `${name}-`,
            },
          },
          {
            run: `virtfleet schedule run ${check.name}${file === 'schedule.yaml' ? '' : ` --schedule ${quote([file])}`}`,
            ...(check.variables.length > 0 && { env: secrets }),
          },
          ...(check.reports.length > 0
            ? [
                {
                  if: 'always()',
                  uses: 'actions/upload-artifact@v4',
                  with: { name, path: check.reports.map((path) => `${path}\n`).join('') },
                },
              ]
            : []),
        ],
      },
    },
  };
  return { path: workflowPath(check), text: stringify(workflow, { lineWidth: 0 }) };
}

/** Where a check has its workflow, from the folder of schedule.yaml on. */
export function workflowPath(check: Pick<PlannedCheck, 'name'>): string {
  return `.github/workflows/${unitName(check)}.yml`;
}

const KEYS = `umask 077
mkdir -p ~/.ssh
printf '%s\\n' "$SSH_KEY" > ~/.ssh/id_ed25519
printf '%s\\n' "$SSH_KNOWN_HOSTS" > ~/.ssh/known_hosts
`;
