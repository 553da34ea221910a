import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { cronFile, cronLine } from '../../../src/schedule/forms/cron-line.ts';
import { githubWorkflow } from '../../../src/schedule/forms/github.ts';
import { gitlabJob } from '../../../src/schedule/forms/gitlab.ts';
import { kubernetesCronJob } from '../../../src/schedule/forms/kubernetes.ts';
import { machine, planned } from './checks.ts';

const check = planned({
  ...{ cron: '15 4 * * 0', timezone: 'Europe/Berlin', variables: ['HOOK'] },
  ...{ reports: ['out/junit.xml', 'drift.html'], junit: 'out/junit.xml' },
});

it('a line of cron waits for the jitter itself; % is none of its line ends', () => {
  const on = machine({ folder: '/srv/50% nets', file: 'x.yaml', runAs: 'alice' });
  const command = String.raw`cd '/srv/50\% nets' && /usr/bin/env schedule run nightly --jitter --schedule x.yaml`;
  expect(cronLine(check, on)).toEqual({ text: `15 4 * * 0 ${command}\n` });
  expect(cronFile(check, on)).toEqual({
    path: '/etc/cron.d/virtfleet-nightly',
    text: `15 4 * * 0 alice ${command}\n`,
  });
});

it('a workflow of GitHub has one check at a time, its history and its secrets', () => {
  const { path, text } = githubWorkflow(check, machine());
  expect(path).toBe('.github/workflows/virtfleet-nightly.yml');
  const { jobs, ...workflow } = parse(text);
  expect(workflow).toEqual({
    name: 'virtfleet-nightly',
    on: { schedule: [{ cron: '15 4 * * 0' }], workflow_dispatch: {} },
    permissions: { contents: 'read' },
    concurrency: { group: 'virtfleet-nightly', 'cancel-in-progress': false },
  });
  expect(jobs).toMatchObject({ drift: { 'runs-on': 'ubuntu-latest', 'timeout-minutes': 60 } });
  expect(jobs.drift.steps.slice(2)).toEqual([
    { name: 'Virtfleet', run: 'npm install --global ./virtfleet-1.2.3.tgz' },
    expect.objectContaining({ name: 'Login keys' }),
    {
      name: 'History of earlier checks',
      uses: 'actions/cache@v4',
      with: {
        path: '~/.local/state/virtfleet',
        key: 'virtfleet-nightly-${{ github.run_id }}',
        'restore-keys': 'virtfleet-nightly-',
      },
    },
    { run: 'virtfleet schedule run nightly', env: { HOOK: '${{ secrets.HOOK }}' } },
    {
      if: 'always()',
      uses: 'actions/upload-artifact@v4',
      with: { name: 'virtfleet-nightly', path: 'out/junit.xml\ndrift.html\n' },
    },
  ]);
});

it('a job of GitLab has one check at a time and its history; a comment makes its schedule', () => {
  const { text } = gitlabJob(check, machine({ file: 'night schedule.yaml' }));
  expect(text.split('\n')[0]).toBe(
    "# glab schedule create --ref main --description virtfleet-nightly --cron '15 4 * * 0' --cronTimeZone Europe/Berlin --variable VIRTFLEET_CHECK:nightly",
  );
  expect(parse(text)).toEqual({
    'virtfleet-nightly': {
      image: 'node:22',
      rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule" && $VIRTFLEET_CHECK == "nightly"' }],
      resource_group: 'virtfleet-nightly',
      timeout: '60 minutes',
      allow_failure: { exit_codes: 3 },
      variables: { XDG_STATE_HOME: '$CI_PROJECT_DIR/.state' },
      cache: { key: 'virtfleet-nightly', paths: ['.state/'], when: 'always' },
      before_script: expect.arrayContaining(['npm install --global ./virtfleet-1.2.3.tgz']),
      script: ["virtfleet schedule run nightly --schedule 'night schedule.yaml'"],
      artifacts: {
        when: 'always',
        paths: ['out/junit.xml', 'drift.html'],
        reports: { junit: 'out/junit.xml' },
      },
    },
  });
});

it('a CronJob has one check at a time, no rights, and its secrets from the cluster', () => {
  const { spec, ...head } = parse(kubernetesCronJob(check, machine({ image: 'registry/nets' })).text);
  expect(head).toEqual({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'virtfleet-nightly' } });
  const { template, ...job } = spec.jobTemplate.spec;
  expect({ ...spec, jobTemplate: job }).toEqual({
    ...{ schedule: '15 4 * * 0', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid' },
    startingDeadlineSeconds: 600,
    jobTemplate: { backoffLimit: 0, activeDeadlineSeconds: 3_900 },
  });
  const { containers, volumes, ...pod } = template.spec;
  expect(pod).toEqual({
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  });
  expect(containers).toEqual([
    {
      name: 'virtfleet',
      image: 'registry/nets',
      command: ['virtfleet', 'schedule', 'run', 'nightly', '--jitter'],
      env: [
        { name: 'HOME', value: '/home' },
        { name: 'XDG_STATE_HOME', value: '/state' },
        { name: 'HOOK', valueFrom: { secretKeyRef: { name: 'virtfleet-nightly', key: 'HOOK' } } },
      ],
      securityContext: {
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'state', mountPath: '/state' },
        { name: 'ssh', mountPath: '/home/.ssh', readOnly: true },
      ],
    },
  ]);
  expect(volumes).toEqual([
    { name: 'state', persistentVolumeClaim: { claimName: 'virtfleet-state' } },
    { name: 'ssh', secret: { secretName: 'virtfleet-ssh', defaultMode: 0o440 } },
  ]);
});
