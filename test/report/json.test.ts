import { expect, test } from 'vitest';
import { runJson } from '../../src/report/json.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { change, outcome } from './outcomes.ts';

const RUN: RunRecord = {
  run: '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11',
  operator: 'alice@laptop',
  playbook: 'site.yaml',
  mode: 'apply',
  started: '2026-11-28T12:00:00.000Z',
  ended: '2026-11-28T12:00:07.000Z',
  hosts: ['hv01'],
  tasks: [],
  interrupted: false,
};
const OPTIONS = {
  virtfleet: '0.1.0',
  commit: { id: '43e0dedc9d8d6f2b0d7f2b1a7f0e3c5d4b6a7980', changed: true },
  diff: false,
  exitCode: 0,
};

test('the document is exactly what programs were promised, keys in order', () => {
  const changes = [
    change('file /etc/motd', {
      action: 'create',
      after: '12 bytes',
      diff: { label: '/etc/motd', before: '', after: 'secret' },
      steps: ['remove /etc/motd'],
    }),
  ];
  const mac = '52:54:00:00:00:01';
  const tasks = [
    outcome('hv01', {
      status: 'changed',
      place: { file: 'site.yaml', line: 4, column: 7 },
      changes,
      downtimes: [{ interface: 'vnet0', guest: 'web1', mac, ms: 540 }],
    }),
    outcome('hv02', { status: 'failed', message: 'no\x1b[31m', ignored: true, warnings: ['slow'] }),
  ];
  const hosts = ['hv02', 'hv01', 'hv03'];
  expect(runJson({ ...RUN, hosts, tasks }, OPTIONS)).toBe(`{
  "version": 1,
  "run": "7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11",
  "virtfleet": "0.1.0",
  "operator": "alice@laptop",
  "started": "2026-11-28T12:00:00.000Z",
  "ended": "2026-11-28T12:00:07.000Z",
  "commit": {
    "id": "43e0dedc9d8d6f2b0d7f2b1a7f0e3c5d4b6a7980",
    "changed": true
  },
  "playbook": "site.yaml",
  "mode": "apply",
  "hosts": {
    "hv02": {
      "ok": 1,
      "changed": 0,
      "failed": 0,
      "skipped": 0,
      "blocked": 0,
      "unreachable": 0,
      "rescued": 0,
      "not-started": 0
    },
    "hv01": {
      "ok": 0,
      "changed": 1,
      "failed": 0,
      "skipped": 0,
      "blocked": 0,
      "unreachable": 0,
      "rescued": 0,
      "not-started": 0
    },
    "hv03": {
      "ok": 0,
      "changed": 0,
      "failed": 0,
      "skipped": 0,
      "blocked": 0,
      "unreachable": 0,
      "rescued": 0,
      "not-started": 0
    }
  },
  "tasks": [
    {
      "play": "Networks",
      "task": "network lab",
      "module": "network",
      "host": "hv01",
      "place": {
        "file": "site.yaml",
        "line": 4,
        "column": 7
      },
      "started": "2026-11-28T12:00:01.000Z",
      "ended": "2026-11-28T12:00:02.000Z",
      "status": "changed",
      "changes": [
        {
          "action": "create",
          "proof": "observed",
          "what": "file /etc/motd",
          "before": null,
          "after": "12 bytes",
          "impact": {
            "disruption": "none"
          }
        }
      ],
      "downtimes": [
        {
          "interface": "vnet0",
          "guest": "web1",
          "mac": "52:54:00:00:00:01",
          "ms": 540
        }
      ]
    },
    {
      "play": "Networks",
      "task": "network lab",
      "module": "network",
      "host": "hv02",
      "started": "2026-11-28T12:00:01.000Z",
      "ended": "2026-11-28T12:00:02.000Z",
      "status": "failed",
      "changes": [],
      "message": "no\\u001b[31m",
      "warnings": [
        "slow"
      ],
      "ignored": true
    }
  ],
  "exit_code": 0
}
`);
});

test('with --diff each change that has one comes with its diff', () => {
  const diff = { label: '/etc/motd', before: '', after: 'hello' };
  const tasks = [outcome('hv01', { status: 'changed', changes: [change('file', { diff }), change('mtu')] })];
  const document = JSON.parse(runJson({ ...RUN, tasks }, { ...OPTIONS, diff: true }));
  expect(document.tasks[0].changes).toMatchObject([{ diff }, { what: 'mtu' }]);
  expect(document.tasks[0].changes[1]).not.toHaveProperty('diff');
});

test('a drift check is a check', () => {
  expect(JSON.parse(runJson({ ...RUN, mode: 'drift' }, OPTIONS))).toMatchObject({ mode: 'check' });
});
