import { expect, test } from 'vitest';
import { runJson } from '../../src/report/json.ts';
import { change, outcome } from './outcomes.ts';

test('the document is exactly what programs were promised, keys in order', () => {
  const changes = [
    change('file /etc/motd', {
      after: '12 bytes',
      diff: { label: '/etc/motd', before: '', after: 'secret' },
      steps: [{ do: 'remove', path: '/etc/motd' }],
    }),
  ];
  const mac = '52:54:00:00:00:01';
  const outcomes = [
    outcome('hv01', {
      status: 'changed',
      changes,
      downtimes: [{ interface: 'vnet0', guest: 'web1', mac, ms: 540 }],
    }),
    outcome('hv02', { status: 'failed', message: 'no\x1b[31m', ignored: true, warnings: ['slow'] }),
  ];
  const hosts = ['hv02', 'hv01', 'hv03'];
  expect(runJson({ playbook: 'site.yaml', mode: 'apply', hosts, outcomes, exitCode: 0 })).toBe(`{
  "version": 1,
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
      "not-started": 0
    },
    "hv01": {
      "ok": 0,
      "changed": 1,
      "failed": 0,
      "skipped": 0,
      "blocked": 0,
      "unreachable": 0,
      "not-started": 0
    },
    "hv03": {
      "ok": 0,
      "changed": 0,
      "failed": 0,
      "skipped": 0,
      "blocked": 0,
      "unreachable": 0,
      "not-started": 0
    }
  },
  "tasks": [
    {
      "play": "Networks",
      "task": "network lab",
      "module": "network",
      "host": "hv01",
      "status": "changed",
      "changes": [
        {
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
