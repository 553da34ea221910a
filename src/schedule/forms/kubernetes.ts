import { stringify } from 'yaml';
import { type FormFile, type Machine, type PlannedCheck, unitName } from '../planned-check.ts';

/** The user and group of a check in its container. */
const ID = 65_532;

/** A CronJob of Kubernetes. */
export function kubernetesCronJob(check: PlannedCheck, { image = '', file }: Machine): FormFile {
  const name = unitName(check);
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: {
      schedule: check.cron,
      ...(check.timezone !== undefined && { timeZone: check.timezone }),
      concurrencyPolicy: 'Forbid',
      // Without it, after 100 missed starts no job is started any more.
      startingDeadlineSeconds: 600,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: (check.maxDuration + check.jitter) / 1_000,
          template: { spec: pod(check, name, image, file) },
        },
      },
    },
  };
  return { text: stringify(cronJob, { lineWidth: 0 }) };
}

function pod(check: PlannedCheck, name: string, image: string, file: string) {
  const secrets = check.variables.map((variable) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name, key: variable } },
  }));
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: ID, runAsGroup: ID, fsGroup: ID },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'virtfleet',
        image,
        command: [
          ...['virtfleet', 'schedule', 'run', check.name, '--jitter'],
          ...(file === 'schedule.yaml' ? [] : ['--schedule', file]),
        ],
        env: [{ name: 'HOME', value: '/home' }, { name: 'XDG_STATE_HOME', value: '/state' }, ...secrets],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'state', mountPath: '/state' },
          { name: 'ssh', mountPath: '/home/.ssh', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'state', persistentVolumeClaim: { claimName: 'virtfleet-state' } },
      { name: 'ssh', secret: { secretName: 'virtfleet-ssh', defaultMode: 0o440 } },
    ],
  };
}
